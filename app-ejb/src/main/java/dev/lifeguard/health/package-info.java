/**
 * Conditions and verdicts: what the numbers of a pool mean. Pure.
 *
 * <p>May depend on {@code java.*}, {@code pool} and {@code statistics}. Must not read a server, a clock or a configuration.
 */
package dev.lifeguard.health;
