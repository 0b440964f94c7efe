/**
 * Payara Server's pools, read in the same JVM through its connector runtime and its configuration beans, looked into by objects that stand
 * in for parts of them, and changed in their own fields or by commands.
 *
 * <p>May depend on {@code server}, {@code pool} and {@code background}, and on ASM for the classes of those objects. The only code that
 * knows Payara, and it knows it at run time alone, by method handles: none of Payara's own jars is published. Must not see another server's
 * adapter. {@link dev.lifeguard.server.payara.PayaraAdapter#detect()} is the only way in.
 */
package dev.lifeguard.server.payara;
