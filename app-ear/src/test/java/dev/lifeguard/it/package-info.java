/**
 * The EAR that ships, on both real servers over a real PostgreSQL: the same tests run once on each.
 *
 * <p>Classes whose names end in {@code InServerIT} run inside the server, in a module that is added to the EAR; the others look at it
 * from outside, as its users do.
 */
package dev.lifeguard.it;
