/**
 * MicroProfile Metrics: gauges and counters over what is observed, one set a pool, coming and going with it.
 *
 * <p>May depend on {@code report} and the EJB jar's {@code observation}, {@code health} and {@code pool}. Must not touch a server or a
 * database.
 */
package dev.lifeguard.web.metrics;
