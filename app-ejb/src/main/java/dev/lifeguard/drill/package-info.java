/**
 * Load on a pool, on an operator's word: open-loop, by a plan, and stopped as soon as something goes wrong elsewhere. What it borrows counts
 * as an application's. Also the entity that is written and read through the application's pool.
 *
 * <p>May depend on {@code schema}, {@code background}, {@code pool}, {@code statistics}, {@code server} for borrowing, {@code health},
 * {@code observation}, {@code judgement}, and {@code operations} for the audit. Changes no setting. Touches the application's database only
 * when it is switched on, and there only a schema of its own.
 */
package dev.lifeguard.drill;
