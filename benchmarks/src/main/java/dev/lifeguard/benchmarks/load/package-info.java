/**
 * The load, and what came of it: traces, their arrivals, the engine that plays them on a {@link javax.sql.DataSource}, and the cost of a
 * borrow alone. The same classes run in a plain JVM and, in a WAR, inside the servers.
 *
 * <p>May depend on {@code java.*}, {@code javax.sql} and HdrHistogram. Must not know whose pool it is.
 */
package dev.lifeguard.benchmarks.load;
