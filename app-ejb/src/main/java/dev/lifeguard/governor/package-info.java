/**
 * The loop that has every pool's size judged: reads observation, asks {@code sizing}, and keeps its advice.
 *
 * <p>May depend on {@code pool}, {@code statistics}, {@code background}, {@code observation}, {@code health}, {@code judgement}, {@code sizing}
 * and {@code operations}.
 * Must not know a server.
 */
package dev.lifeguard.governor;
