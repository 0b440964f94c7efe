package dev.lifeguard.server;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The tap of a server whose inside is not as known: sees nothing, touches nothing. */
public final class UnavailableTap implements BorrowTap {

    private final String reason;

    /** @param reason why, a sentence for people */
    public UnavailableTap(String reason) {
        this.reason = reason;
    }

    @Override
    public Optional<String> unavailable() {
        return Optional.of(reason);
    }

    @Override
    public Set<PoolId> attach(Collection<Pool> pools, Function<Pool, BorrowListener> listeners) {
        return Set.of();
    }

    @Override
    public void detach() {
        // Nothing was attached.
    }
}
