package dev.lifeguard.schema;

import java.time.Duration;

/** Tells those who wait for a schema how far it is. May be asked from any thread, and answers from memory. */
public interface SchemaProgress {

    /** How far the schema is. */
    SchemaState schema();

    /** For how long it has been waited for: since the application started, by a clock that nobody sets. */
    Duration sinceStart();
}
