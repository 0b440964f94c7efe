/**
 * From MicroProfile Config to each feature's own validated, immutable settings.
 *
 * <p>May depend on the features' settings records, on {@code pool} and {@code server} for the names that properties are asked by.
 * Must not decide anything.
 */
package dev.lifeguard.configuration;
