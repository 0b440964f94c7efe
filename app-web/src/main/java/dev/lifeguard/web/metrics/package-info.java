/**
 * MicroProfile Metrics: gauges and counters over what is observed, one set a pool, coming and going with it.
 *
 * <p>May depend on {@code observation} and {@code health}. Must not touch a server or a database.
 */
package dev.lifeguard.web.metrics;
