/**
 * The only code that knows Open Liberty. Reaches the server through its OSGi service registry and, for the live numbers, the fields of
 * its connection pools, which are internal: they are resolved by name and type and refused when they do not fit.
 *
 * <p>May depend on {@code server} and {@code pool}. Must not be compiled against any class of Liberty, must not know another server, and
 * must not change anything.
 */
package dev.lifeguard.server.liberty;
