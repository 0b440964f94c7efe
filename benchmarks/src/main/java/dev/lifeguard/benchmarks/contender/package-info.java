/**
 * Who takes part: pools in this JVM, and servers in processes of their own. Each is brought up, plays what it is told and is taken down.
 *
 * <p>May depend on {@code load}, the pools' libraries and the launcher.
 */
package dev.lifeguard.benchmarks.contender;
