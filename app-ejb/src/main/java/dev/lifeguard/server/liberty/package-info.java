/**
 * The only code that knows Open Liberty. Reaches the server through its OSGi service registry, for the live numbers the fields of its
 * connection pools, and for the borrows their code, into which it writes hooks. All of that is internal: it is resolved by name and type
 * and refused where it does not fit. What changes a pool is in {@code PoolCommands}, what writes to the configuration in {@code Overrides}.
 *
 * <p>May depend on {@code server} and {@code pool}, and on ASM. Must not be compiled against any class of Liberty, must not know another
 * server.
 */
package dev.lifeguard.server.liberty;
