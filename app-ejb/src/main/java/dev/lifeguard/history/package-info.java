/**
 * What is kept in Lifeguard's own database, behind the ports that {@code observation} declares.
 *
 * <p>A leaf: nothing depends on it, and without it monitoring works. May depend on {@code observation}, {@code pool}, {@code schema} and
 * {@code background}.
 */
package dev.lifeguard.history;
