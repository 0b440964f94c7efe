package dev.lifeguard.web.metrics;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.web.report.PoolReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What is known of the pools, for many who ask at nearly the same time: one scrape is of one moment, and costs one observation. */
final class Latest {

    /** Longer than a scrape takes, and shorter than anything comes after it. */
    private static final Duration GOOD_FOR = Duration.ofMillis(500);

    private final Supplier<List<PoolReport>> source;
    private final LongSupplier nanoClock;

    private Map<Pool, PoolReport> reports;
    private long nanos;

    /** @param nanoClock monotonic, nanoseconds */
    Latest(Supplier<List<PoolReport>> source, LongSupplier nanoClock) {
        this.source = source;
        this.nanoClock = nanoClock;
    }

    /** The pool as it was at most half a second ago; empty if the server has it no longer. */
    synchronized Optional<PoolReport> find(Pool pool) {
        long now = nanoClock.getAsLong();
        if (reports == null || now - nanos > GOOD_FOR.toNanos()) {
            reports = source.get().stream().collect(Collectors.toMap(report -> report.seen().pool(), Function.identity()));
            nanos = now;
        }
        return Optional.ofNullable(reports.get(pool));
    }
}
