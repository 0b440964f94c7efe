/**
 * What keeps a request from being answered, as RFC 9457 has it: the same for the JSON interface, the live stream and the filters.
 *
 * <p>May depend on {@code java.*}, JSON-P and servlets. Must not know what a pool is.
 */
package dev.lifeguard.web.problem;
