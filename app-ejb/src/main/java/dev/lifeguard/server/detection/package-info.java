/**
 * Which server we are in: the only package that sees both adapters.
 *
 * <p>May depend on {@code server} and the adapters below it. Must not read a pool.
 */
package dev.lifeguard.server.detection;
