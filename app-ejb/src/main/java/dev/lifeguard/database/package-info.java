/**
 * What a PostgreSQL knows of its own sessions, asked over one connection and with the values taken out of its statements.
 *
 * <p>May depend on {@code java.*} and {@code pool}. Must not know a server's pool, and changes nothing in the database.
 */
package dev.lifeguard.database;
