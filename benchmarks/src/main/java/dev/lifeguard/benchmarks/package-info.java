/**
 * The benchmarks' command: what is asked of them, the rounds, and who takes part in which order.
 *
 * <p>May depend on everything below it and on the launcher. Nothing of Lifeguard depends on it.
 */
package dev.lifeguard.benchmarks;
