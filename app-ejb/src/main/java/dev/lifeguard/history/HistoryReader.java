package dev.lifeguard.history;

import dev.lifeguard.judgement.EventHistory;
import dev.lifeguard.judgement.PoolEvent;
import dev.lifeguard.observation.HistoryAwayException;
import dev.lifeguard.observation.MinuteHistory;
import dev.lifeguard.observation.MinuteSteps;
import dev.lifeguard.observation.PoolMinute;
import dev.lifeguard.operations.AuditQuery;
import dev.lifeguard.operations.OperationHistory;
import dev.lifeguard.operations.OperationRecord;
import dev.lifeguard.pool.PoolId;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What was kept, for whoever asks, in at most 2 s. */
@ApplicationScoped
public class HistoryReader implements MinuteHistory, EventHistory, OperationHistory {

    /** Leaves something of the two seconds to whoever tells it. */
    private static final Duration PATIENCE = Duration.ofMillis(1_800);
    private static final int ROWS_PER_READ = 2_000;

    @Inject
    private HistorySettings settings;

    @Inject
    private JpaHistoryReader store;

    private final PatientReads reads = new PatientReads(PATIENCE);

    @Override
    public List<PoolMinute> steps(PoolId pool, Instant from, Instant to, Duration step) {
        return read(() -> {
            MinuteSteps steps = new MinuteSteps(step);
            Instant next = from;
            List<PoolMinute> minutes;
            do {
                minutes = store.minutes(settings.server(), pool, next, to, ROWS_PER_READ);
                for (PoolMinute minute : minutes) {
                    steps.add(minute);
                    next = minute.minute().plusNanos(1_000);
                }
            } while (minutes.size() == ROWS_PER_READ);
            return steps.end();
        });
    }

    @Override
    public List<PoolEvent> events(PoolId pool, Instant from, Instant to, int most) {
        return read(() -> store.events(settings.server(), pool, from, to, most));
    }

    @Override
    public List<OperationRecord> older(AuditQuery query, Optional<Instant> until, Predicate<UUID> known) {
        return read(() -> {
            List<OperationRecord> found = new ArrayList<>();
            Optional<UUID> after = query.before();
            List<OperationRecord> rows;
            do {
                rows = store.operations(settings.server(), query, until, after, query.limit());
                for (OperationRecord row : rows) {
                    if (found.size() < query.limit() && !known.test(row.id())) {
                        found.add(row);
                    }
                    after = Optional.of(row.id());
                }
            } while (rows.size() == query.limit() && found.size() < query.limit());
            return found;
        });
    }

    @Override
    public Optional<OperationRecord> find(UUID id) {
        return read(() -> store.operation(settings.server(), id));
    }

    @PreDestroy
    void stop() {
        reads.stop();
    }

    private <T> T read(Supplier<T> work) {
        try {
            return reads.read(work);
        } catch (HistoryUnavailableException e) {
            throw new HistoryAwayException(e.getMessage(), e);
        }
    }
}
