package dev.lifeguard.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A store in memory that can be away. */
final class FakeHistoryStore implements HistoryStore {

    /** One step that was asked for. */
    record Deletion(HistoryTable table, Duration age) {}

    private final List<HistoryRow> kept = new ArrayList<>();
    private final Map<HistoryTable, Integer> old = new EnumMap<>(HistoryTable.class);
    private boolean away;

    /** The deletions that were asked for, one after the other. */
    final BlockingQueue<Deletion> deletions = new LinkedBlockingQueue<>();

    /** The sizes of the writes that succeeded. */
    final BlockingQueue<Integer> writes = new LinkedBlockingQueue<>();

    /** So many rows of this table are past every retention. */
    synchronized void hasOld(HistoryTable table, int rows) {
        old.put(table, rows);
    }

    synchronized void away(boolean now) {
        away = now;
    }

    synchronized List<HistoryRow> kept() {
        return List.copyOf(kept);
    }

    @Override
    public synchronized void write(List<HistoryRow> rows) {
        requireThere();
        kept.addAll(rows);
        writes.add(rows.size());
    }

    @Override
    public synchronized int deleteOlderThan(HistoryTable table, Duration age, int limit) {
        deletions.add(new Deletion(table, age));
        requireThere();
        int there = old.getOrDefault(table, 0);
        int deleted = Math.min(there, limit);
        old.put(table, there - deleted);
        return deleted;
    }

    private void requireThere() {
        if (away) {
            throw new HistoryUnavailableException("away", null);
        }
    }
}
