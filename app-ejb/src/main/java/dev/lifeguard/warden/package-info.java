/**
 * Small rules that keep the server's pools free of their hazards: each looks at what is in memory already, and does one thing about it, on
 * threads of ours.
 *
 * <p>May depend on {@code pool}, {@code background}, {@code observation}, {@code judgement}, the reading and the caring half of
 * {@code server}, and of {@code operations} on what was ordered. Must not change a setting.
 */
package dev.lifeguard.warden;
