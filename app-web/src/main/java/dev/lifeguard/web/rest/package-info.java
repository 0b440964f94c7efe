/**
 * The JSON interface below {@code /lifeguard/api}.
 *
 * <p>May depend on {@code report}, {@code problem} and the EJB jar's {@code observation}, {@code statistics}, {@code judgement},
 * {@code diagnosis}, {@code operations} and {@code pool}. Decides nothing: what may be done to a pool, {@code operations} says. Must not
 * touch a server or a database.
 */
package dev.lifeguard.web.rest;
