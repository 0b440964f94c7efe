/**
 * What is known of each pool, put together once for every way of telling it.
 *
 * <p>May depend on the EJB jar's {@code observation}, {@code judgement}, {@code diagnosis}, {@code health}, {@code configuration} and
 * {@code pool}. Decides nothing and remembers nothing.
 */
package dev.lifeguard.web.report;
