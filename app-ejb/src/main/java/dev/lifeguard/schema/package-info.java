/**
 * Brings a schema of ours up to date, in a database that may be away for a while.
 *
 * <p>May depend on {@code background} and Flyway, and on Jackson as far as Flyway leaves something in it; the only package that knows
 * Flyway. Must not know what the tables are for: each feature keeps its own migrations.
 */
package dev.lifeguard.schema;
