package dev.lifeguard.history;

import dev.lifeguard.observation.PoolMinute;
import java.time.Duration;
import java.util.List;

/**
 * Where minutes are kept for long. Every method is one transaction, and throws {@link HistoryUnavailableException} if that did not come
 * about.
 */
interface MinuteStore {

    /**
     * Writes all or none. A minute that is there already is written over by one of as many samples or more, so that writing again after
     * an unknown outcome does no harm; it stays as it is where the new one has fewer, as the rest of a minute that a clock was set back
     * into.
     */
    void write(String server, List<PoolMinute> minutes);

    /**
     * Deletes up to {@code limit} minutes of any server that are older than {@code age} by the database's clock, and tells how many it
     * deleted. Not by ours: one server whose clock is ahead would delete the history of all.
     */
    int deleteOlderThan(Duration age, int limit);
}
