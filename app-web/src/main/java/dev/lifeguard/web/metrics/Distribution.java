package dev.lifeguard.web.metrics;

import dev.lifeguard.statistics.Histogram;
import dev.lifeguard.web.report.PoolReport;
import java.util.Optional;
import java.util.function.Function;

/**
 * A histogram that every pool has, in seconds.
 *
 * @param name without the suffixes of its lines
 * @param help as a {@link Metric}'s
 * @param durations since Lifeguard watches the pool; absent where not every one was seen
 */
record Distribution(String name, String help, Function<PoolReport, Optional<Histogram>> durations) {}
