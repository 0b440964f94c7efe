/**
 * The seam to the application server: what Lifeguard asks of it, in Lifeguard's words.
 *
 * <p>May depend on {@code pool}. Must not know any particular server: those are in the packages below, which do not see each other.
 */
package dev.lifeguard.server;
