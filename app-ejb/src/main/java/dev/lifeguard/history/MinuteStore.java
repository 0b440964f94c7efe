package dev.lifeguard.history;

import dev.lifeguard.observation.PoolMinute;
import dev.lifeguard.pool.PoolId;
import java.time.Instant;
import java.util.List;

/**
 * Where minutes are kept for long. Every method is one transaction, and throws {@link HistoryUnavailableException} if that did not come
 * about.
 */
interface MinuteStore {

    /** Writes all or none. A minute that is there already is written over, so that writing again after an unknown outcome does no harm. */
    void write(String server, List<PoolMinute> minutes);

    /** The minutes of one pool of one server, from {@code from}, until before {@code until}, oldest first. */
    List<PoolMinute> read(String server, PoolId pool, Instant from, Instant until);

    /** Deletes up to {@code limit} minutes of any server from before {@code end}, and tells how many it deleted. */
    int deleteBefore(Instant end, int limit);
}
