/**
 * The JSON interface below {@code /lifeguard/api}.
 *
 * <p>May depend on {@code report} and the EJB jar's {@code observation}, {@code statistics}, {@code diagnosis} and {@code pool}. Must not touch a server or a database.
 */
package dev.lifeguard.web.rest;
