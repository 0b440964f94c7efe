package dev.lifeguard.observation;

import dev.lifeguard.pool.PoolId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Gives back the minutes that a {@link MinuteLog} took over. */
public interface MinuteHistory {

    /**
     * What this pool of this server did, oldest first; a step of which no minute was kept is not there.
     *
     * @param from inclusive, a whole multiple of the step since the epoch
     * @param to exclusive
     * @param step to which minutes are put together, of whole minutes
     * @return each under the time at which its step begins
     * @throws HistoryAwayException within 2 s
     */
    List<PoolMinute> steps(PoolId pool, Instant from, Instant to, Duration step);
}
