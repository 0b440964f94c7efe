/**
 * What numbers over time come to: windows and, later, histograms and queueing formulas. Pure.
 *
 * <p>May depend on {@code java.*} and {@code pool}. Time comes in as an argument, never from a clock.
 */
package dev.lifeguard.statistics;
