/**
 * The one door through which a pool is changed: authorise, check, apply, read back, record.
 *
 * <p>May depend on {@code pool}, {@code statistics}, {@code background}, {@code server}, {@code database} and {@code observation}.
 * Nobody else may use {@code PoolControl}.
 */
package dev.lifeguard.operations;
