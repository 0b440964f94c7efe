/**
 * From MicroProfile Config to each feature's own validated, immutable settings.
 *
 * <p>May depend on the features' settings records. Must not decide anything.
 */
package dev.lifeguard.configuration;
