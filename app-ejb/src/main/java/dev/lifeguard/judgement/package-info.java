/**
 * The verdict that holds for each pool, from one moment to the next: observation brought to {@code health}, and each change told to the log
 * and to the history.
 *
 * <p>May depend on {@code observation}, {@code health}, {@code statistics} and {@code pool}. Must not decide what the numbers mean. What
 * it remembers beyond memory goes through {@link dev.lifeguard.judgement.EventLog}, and it goes on without one.
 */
package dev.lifeguard.judgement;
