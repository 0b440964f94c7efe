/**
 * Threads of our own: starting one, letting it try again at a decent pace, and ending it.
 *
 * <p>May depend on {@code java.*} alone. Must not know what the threads do.
 */
package dev.lifeguard.background;
