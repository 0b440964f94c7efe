/**
 * Connects the ways to tell, in the packages below, with what is observed, for as long as the web module is deployed.
 *
 * <p>May depend on them and on the EJB jar's {@code observation}, {@code pool} and {@code unloading}. Decides nothing.
 */
package dev.lifeguard.web;
