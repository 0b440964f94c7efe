/**
 * What happens to the pools, told as it happens: server-sent events.
 *
 * <p>May depend on {@code rest} for how things are told, on {@code problem}, and on the EJB jar's {@code operations} and
 * {@code background}. Waits for no reader.
 */
package dev.lifeguard.web.live;
