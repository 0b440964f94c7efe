/**
 * The JSON interface below {@code /lifeguard/api}.
 *
 * <p>May depend on {@code observation}, {@code health} and {@code configuration}. Must not touch a server or a database.
 */
package dev.lifeguard.web.rest;
