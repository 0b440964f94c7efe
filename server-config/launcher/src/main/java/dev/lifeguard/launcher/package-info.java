/**
 * Starts a database and a server with Lifeguard in it on this machine, and stops them again: behind {@code mvn -Prun} and behind the
 * integration tests, which therefore run what a user runs.
 *
 * <p>May depend on {@code java.*} and the embedded PostgreSQL. Knows Lifeguard only from outside: by its EAR and its addresses.
 */
package dev.lifeguard.launcher;
