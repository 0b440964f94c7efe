/**
 * MicroProfile Health: one check named {@code pools} per endpoint, answered from memory.
 *
 * <p>May depend on {@code observation}, {@code health}, {@code schema} and {@code configuration}. Must not touch a server or a database.
 */
package dev.lifeguard.web.health;
