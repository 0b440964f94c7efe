/**
 * A TCP proxy that makes the faults of a network and of what listens on it, switched while connections are open. Knows nothing of databases
 * and depends on the JDK alone.
 */
package dev.lifeguard.faultproxy;
