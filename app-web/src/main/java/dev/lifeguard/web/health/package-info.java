/**
 * MicroProfile Health: one check named {@code pools} per endpoint, answered from memory.
 *
 * <p>May depend on {@code report} and the EJB jar's {@code observation}, {@code health}, {@code operations}, {@code configuration}, {@code schema} and
 * {@code pool}. Must not touch a server or a database.
 */
package dev.lifeguard.web.health;
