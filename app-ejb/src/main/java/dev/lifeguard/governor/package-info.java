/**
 * The loop that has every pool's size judged: reads observation, asks {@code sizing}, keeps its advice and, where that is the pool's mode,
 * has it done through {@code operations}.
 *
 * <p>May depend on {@code pool}, {@code statistics}, {@code background}, {@code observation}, {@code health}, {@code judgement}, {@code sizing}
 * and {@code operations}.
 * Must not know a server.
 */
package dev.lifeguard.governor;
