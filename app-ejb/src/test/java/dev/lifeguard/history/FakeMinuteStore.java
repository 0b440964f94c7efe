package dev.lifeguard.history;

import dev.lifeguard.observation.PoolMinute;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A store in memory that can be away. */
final class FakeMinuteStore implements MinuteStore {

    private final List<PoolMinute> kept = new ArrayList<>();
    private boolean away;
    private Instant now = Minutes.NOON;

    /** The ages that deletions were asked for, one after the other. */
    final BlockingQueue<Duration> deletions = new LinkedBlockingQueue<>();

    /** The sizes of the writes that succeeded. */
    final BlockingQueue<Integer> writes = new LinkedBlockingQueue<>();

    /** Sets the clock of the database. */
    synchronized void now(Instant time) {
        now = time;
    }

    synchronized void away(boolean now) {
        away = now;
    }

    synchronized List<PoolMinute> kept() {
        return List.copyOf(kept);
    }

    @Override
    public synchronized void write(String server, List<PoolMinute> minutes) {
        requireThere();
        kept.addAll(minutes);
        writes.add(minutes.size());
    }

    @Override
    public synchronized int deleteOlderThan(Duration age, int limit) {
        deletions.add(age);
        requireThere();
        Instant end = now.minus(age);
        List<PoolMinute> old = kept.stream().filter(minute -> minute.minute().isBefore(end)).limit(limit).toList();
        kept.removeAll(old);
        return old.size();
    }

    private void requireThere() {
        if (away) {
            throw new HistoryUnavailableException("away", null);
        }
    }
}
