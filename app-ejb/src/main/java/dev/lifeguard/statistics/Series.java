package dev.lifeguard.statistics;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The spans of the last hour: 10 of a second, 30 of ten seconds and 12 of five minutes. When a block of ten seconds or five minutes is
 * over, its spans are merged into one of the next level, so each level's spans and the open ones of the finer levels follow each other
 * without a gap.
 *
 * <p>A window takes in the spans that begin within it. So it reaches no further back than its length, and less far by up to the length of
 * one of its spans: a minute takes in 51 to 60 s, five minutes 291 to 300 s, an hour 55 to 60 min; a second and ten seconds are exact. A
 * span that is longer than its level's because nobody drained stays whole, and is in none of the windows that it is too long for.
 *
 * <p>Of one thread.
 */
final class Series {

    private static final long TEN_SECONDS = 10_000_000_000L;
    private static final long FIVE_MINUTES = 300_000_000_000L;

    private final Level fiveMinutes = new Level(12, Long.MAX_VALUE, null);
    private final Level tenSeconds = new Level(30, FIVE_MINUTES, fiveMinutes);
    private final Level seconds = new Level(10, TEN_SECONDS, tenSeconds);
    private long endNanos;

    /** @param span begins where the last one ended */
    void add(Span span) {
        endNanos = span.endNanos();
        seconds.add(span);
    }

    /** The spans of the window that ends with the last span, oldest first. */
    List<Span> of(Window window) {
        long start = endNanos - window.length().toNanos();
        return switch (window) {
            case SECOND, TEN_SECONDS -> seconds.since(start);
            case MINUTE, FIVE_MINUTES -> recent(start);
            case HOUR -> concat(fiveMinutes.since(start), concat(tenSeconds.open(start), seconds.open(start)));
        };
    }

    /** Spans of ten seconds, the last of them shorter ones, of the last five minutes at most. */
    List<Span> recent(long startNanos) {
        return concat(tenSeconds.since(startNanos), seconds.open(startNanos));
    }

    long endNanos() {
        return endNanos;
    }

    private static List<Span> concat(List<Span> older, List<Span> newer) {
        List<Span> both = new ArrayList<>(older);
        both.addAll(newer);
        return both;
    }

    private static final class Level {

        private final Deque<Span> spans = new ArrayDeque<>();
        private final int capacity;
        private final long blockNanos;
        private final Level coarser;
        /** How many of the newest spans are not in the coarser level yet. */
        private int open;

        Level(int capacity, long blockNanos, Level coarser) {
            this.capacity = capacity;
            this.blockNanos = blockNanos;
            this.coarser = coarser;
        }

        void add(Span span) {
            if (open > 0 && block(span.startNanos()) != block(spans.getLast().startNanos())) {
                close();
            }
            if (spans.size() == capacity) {
                spans.removeFirst();
            }
            spans.addLast(span);
            if (coarser != null) {
                open++;
                if (block(span.endNanos()) != block(span.startNanos())) {
                    close();
                }
            }
        }

        private long block(long nanos) {
            return Math.floorDiv(nanos, blockNanos);
        }

        private void close() {
            coarser.add(Span.merged(newest()));
            open = 0;
        }

        private List<Span> newest() {
            return spans.stream().skip(spans.size() - open).toList();
        }

        List<Span> open(long startNanos) {
            return newest().stream().filter(span -> span.startNanos() >= startNanos).toList();
        }

        List<Span> since(long startNanos) {
            return spans.stream().filter(span -> span.startNanos() >= startNanos).toList();
        }
    }
}
