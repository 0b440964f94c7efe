package dev.lifeguard.diagnosis;

import dev.lifeguard.database.DatabaseSession;
import java.util.Objects;

/**
 * A session of the database that has to do with a pool.
 *
 * @param session as last read; its statement is for operators alone, and so is who it is if it is blocking
 * @param relation what it has to do with the pool
 */
public record PoolSession(DatabaseSession session, Relation relation) {

    /** What a session has to do with a pool. */
    public enum Relation {
        /** A holder of the pool's has it. */
        HELD,
        /** It logged in as the pool's connections do, under the same application name: one of the pool's, or of another called the same. */
        NAMED,
        /** Of somebody else, who keeps one of the others from a lock. */
        BLOCKING
    }

    public PoolSession {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(relation, "relation");
    }
}
