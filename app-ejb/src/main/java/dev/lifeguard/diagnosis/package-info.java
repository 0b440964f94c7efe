/**
 * Who holds a pool's connections, and why: the holders joined with their sessions in the database, suspected leaks, and snapshots of the
 * moment at which a pool was exhausted. The door is {@link dev.lifeguard.diagnosis.Diagnosis}.
 *
 * <p>May depend on {@code observation}, {@code judgement}, {@code health}, {@code database}, {@code server}, {@code statistics},
 * {@code pool} and {@code background}. Changes nothing. Must not keep a thread or a connection of an application from its work, and waits
 * for a database on its own threads alone.
 */
package dev.lifeguard.diagnosis;
