/**
 * Which of a pool's settings are known to hurt, what they cost, and what mends them. Pure; the figures were measured, and stand in
 * {@code docs/pools.md}.
 *
 * <p>May depend on {@code java.*} and {@code pool}. Speaks the servers' own words, as those are what an administrator has to write. Must
 * not read a server, and must not let anything into a command that could mean something else there.
 */
package dev.lifeguard.lint;
