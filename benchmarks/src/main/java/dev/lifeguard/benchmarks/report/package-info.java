/**
 * Figures out of outcomes, and how they are told: tables and plots.
 *
 * <p>May depend on {@code load} and on Lifeguard's {@code sizing} and {@code statistics} for what is feasible.
 */
package dev.lifeguard.benchmarks.report;
