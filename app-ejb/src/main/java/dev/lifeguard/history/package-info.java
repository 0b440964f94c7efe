/**
 * What is kept in Lifeguard's own database, behind the ports that {@code observation}, {@code judgement},
 * {@code diagnosis}, {@code operations} and {@code schema} declare.
 *
 * <p>A leaf: only {@code configuration} depends on it, for its settings, and without it monitoring works. May depend on
 * {@code observation}, {@code judgement}, {@code diagnosis}, {@code operations}, {@code statistics}, {@code pool}, {@code schema} and
 * {@code background}.
 */
package dev.lifeguard.history;
