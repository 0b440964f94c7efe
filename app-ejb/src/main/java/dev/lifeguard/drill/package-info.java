/**
 * Load on a pool, on an operator's word. So far its first piece: an entity that is written and read through the application's pool.
 *
 * <p>May depend on {@code schema} and {@code background}, later on {@code pool}, {@code statistics} and {@code health}. Touches the
 * application's database only when it is switched on, and there only a schema of its own.
 */
package dev.lifeguard.drill;
