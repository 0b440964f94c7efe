package dev.lifeguard.drill;

import java.util.Locale;

/** What a drill does with a connection while it holds it. */
public enum DrillMode {
    /** One {@code select 1}, then nothing: the database has no work. */
    SLEEP,
    /** Has the database sleep, by PostgreSQL's {@code pg_sleep}. */
    STATEMENT,
    /** Writes an entity through the persistence unit, reads and removes it, all in one transaction, which then waits. Only of {@code jdbc/app}. */
    JPA;

    /** The word as it stands in orders and answers: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
