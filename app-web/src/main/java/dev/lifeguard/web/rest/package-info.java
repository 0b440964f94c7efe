/**
 * The JSON interface below {@code /lifeguard/api}.
 *
 * <p>May depend on {@code report}, {@code problem} and the EJB jar's {@code observation}, {@code statistics}, {@code judgement},
 * {@code diagnosis}, {@code operations}, {@code drill} and {@code pool}. Decides nothing: what may be done to a pool, {@code operations}
 * and {@code drill} say. Must not touch a server or a database.
 */
package dev.lifeguard.web.rest;
