/**
 * The metrics, one set a pool, coming and going with it: at {@code /metrics} through MicroProfile Metrics, and at
 * {@code /lifeguard/metrics} in a text of our own, which has histograms too. What there is stands in one table for both, {@code MetricSet}.
 *
 * <p>May depend on {@code report} and the EJB jar's {@code observation}, {@code health}, {@code statistics}, {@code configuration} and
 * {@code pool}. Must not touch a server or a database.
 */
package dev.lifeguard.web.metrics;
