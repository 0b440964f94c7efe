package dev.lifeguard.judgement;

import dev.lifeguard.pool.PoolId;
import java.time.Instant;
import java.util.List;

/** Gives back the events that an {@link EventLog} took over. */
public interface EventHistory {

    /**
     * What happened to this pool of this server, oldest first.
     *
     * @param from inclusive
     * @param to exclusive
     * @param most so many at most, the latest
     * @throws dev.lifeguard.observation.HistoryAwayException within 2 s
     */
    List<PoolEvent> events(PoolId pool, Instant from, Instant to, int most);
}
