/**
 * Who may come in: login, roles, where a request may come from, how often, and the headers of every answer.
 *
 * <p>May depend on {@code problem}, on the EJB jar's {@code operations} for the names of the roles and on its {@code configuration}. Must not
 * know more of a request than where it comes from, its path and its method.
 */
package dev.lifeguard.web.security;
