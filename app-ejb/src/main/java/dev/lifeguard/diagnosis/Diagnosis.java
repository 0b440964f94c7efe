package dev.lifeguard.diagnosis;

import dev.lifeguard.pool.PoolId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Who holds the connections of each pool, and why. Every answer comes from memory. */
@ApplicationScoped
public class Diagnosis {

    /** Every connection of this pool that is held now, the longest held first; empty too if holders are not seen. */
    public List<HeldConnection> holders(PoolId pool) {
        return List.of();
    }

    /** What the pool's database knows of its sessions. */
    public SessionReport sessions(PoolId pool) {
        return SessionReport.unread("The first reading has not come yet");
    }

    /** How many of this pool's connections are suspected to be leaked now; absent if its holders are not seen, or it is unknown. */
    public OptionalInt suspectedLeaks(PoolId pool) {
        return OptionalInt.empty();
    }

    /** The latest snapshots of this pool, the newest first; those of all pools that memory has room for are 20. */
    public List<Snapshot> snapshots(PoolId pool) {
        return List.of();
    }

    /** Takes a snapshot now, on the calling thread and without a connection; empty if the server has no pool of this id. */
    public Optional<Snapshot> takeSnapshot(PoolId pool) {
        return Optional.empty();
    }
}
