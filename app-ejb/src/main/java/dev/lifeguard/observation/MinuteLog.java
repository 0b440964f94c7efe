package dev.lifeguard.observation;

import java.util.List;

/** Takes the minutes that are over, to keep them longer than memory does. */
public interface MinuteLog {

    /**
     * Takes over one minute of all pools. Returns at once and never fails: what cannot be kept is counted where it is lost.
     * Called from the sampler's thread.
     */
    void append(List<PoolMinute> minutes);

    /** Rows that were lost since the start, of minutes and of whatever else is kept, 0 or more; always 0 where none is meant to be kept. */
    default long droppedRows() {
        return 0;
    }
}
