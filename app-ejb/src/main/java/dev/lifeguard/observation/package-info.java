/**
 * What is seen of every pool: discovery, the sampler, the probe, and the series kept in memory.
 *
 * <p>May depend on {@code pool}, {@code statistics}, {@code background} and the reading half of {@code server}. Changes nothing. What it
 * remembers beyond memory goes through {@link dev.lifeguard.observation.MinuteLog}, and it goes on without one.
 */
package dev.lifeguard.observation;
