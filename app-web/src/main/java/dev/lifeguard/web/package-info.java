/**
 * The ways to tell what is known of the pools, for probes, scrapers and people.
 *
 * <p>May depend on the EJB jar's {@code observation}, {@code health}, {@code configuration} and {@code pool}. Decides nothing and
 * remembers nothing.
 */
package dev.lifeguard.web;
