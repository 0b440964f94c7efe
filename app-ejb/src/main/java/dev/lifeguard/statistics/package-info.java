/**
 * What numbers over time come to: histograms, the recorder of a pool's borrows, windows and intervals of confidence. Pure.
 *
 * <p>May depend on {@code java.*} and {@code pool}. Must not know a server or a clock: time comes in as an argument.
 */
package dev.lifeguard.statistics;
