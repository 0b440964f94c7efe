/**
 * What our persistence units ask of EclipseLink, the JPA provider of both servers, beyond JPA.
 *
 * <p>May depend on {@code org.eclipse.persistence.sessions} alone: the one package of EclipseLink that Open Liberty shows to every
 * application. Must not know an entity.
 */
package dev.lifeguard.persistence;
