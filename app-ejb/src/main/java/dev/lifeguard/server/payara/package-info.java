/**
 * Payara Server's pools, read in the same JVM through its connector runtime and its configuration beans, and looked into by objects that
 * stand in for parts of them.
 *
 * <p>May depend on {@code server} and {@code pool}, and on ASM for the classes of those objects. The only code that knows Payara, and it
 * knows it at run time alone, by method handles: none of Payara's own jars is published. Must not see another server's adapter, nor change
 * what a pool does. {@link dev.lifeguard.server.payara.PayaraAdapter#detect()} is the only way in.
 */
package dev.lifeguard.server.payara;
