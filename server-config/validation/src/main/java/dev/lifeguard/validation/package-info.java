/**
 * Connection validation for Payara's pools: one statement that proves the connection and retires it by age.
 *
 * <p>May depend on {@code java.*} and GlassFish's validation interface. Must not know Lifeguard: it lives in the server's library
 * directory and outlives the EAR.
 */
package dev.lifeguard.validation;
