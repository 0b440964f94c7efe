/**
 * The words of the field as immutable values: what a pool is, how it is set, how it is used, what went wrong with it.
 * With them the two things that are done to them everywhere: {@link Causes} and {@link Digest}.
 *
 * <p>May depend on {@code java.*} alone. Must not know a server, a container or a clock.
 */
package dev.lifeguard.pool;
