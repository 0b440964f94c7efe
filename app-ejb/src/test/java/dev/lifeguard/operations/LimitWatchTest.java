package dev.lifeguard.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.background.OwnThread;
import dev.lifeguard.database.ConnectionLimits;
import dev.lifeguard.observation.OwnBorrows;
import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Reachability;
import dev.lifeguard.pool.Timing;
import dev.lifeguard.server.OwnConnections;
import dev.lifeguard.statistics.BorrowFigures;
import dev.lifeguard.testing.RealDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LimitWatchTest {

    private final AtomicLong nanos = new AtomicLong();
    private final List<String> asked = new ArrayList<>();
    private DataSource database;
    private boolean away;
    private LimitWatch limits;

    @BeforeEach
    void watch() throws SQLException {
        database = RealDatabase.empty("limit_watch_test");
        limits = new LimitWatch(new OwnBorrows(new Lending()), nanos::get);
    }

    /** Lends connections of a real database. */
    private final class Lending implements OwnConnections {

        @Override
        public Connection borrow(Pool pool, Runnable asking) throws SQLException {
            asked.add("borrowed");
            return connect();
        }

        @Override
        public Optional<Connection> openBeside(Pool pool) throws SQLException {
            asked.add("beside");
            return Optional.of(connect());
        }

        private Connection connect() throws SQLException {
            if (away) {
                throw new SQLException("away", "08001");
            }
            return database.getConnection();
        }
    }

    @Test
    void asksAgainAfterHalfAMinuteAndNotBefore() throws Exception {
        round(seen(0, Reachability.reachable(Duration.ZERO)));
        assertThat(limits.of(Scene.APP.id()).orElseThrow().limits()).hasSize(1);
        nanos.addAndGet(Duration.ofSeconds(29).toNanos());
        round(seen(0, Reachability.reachable(Duration.ZERO)));
        assertThat(asked).containsExactly("borrowed");
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        round(seen(28, Reachability.reachable(Duration.ZERO)));
        assertThat(asked).as("of a pool that is short").containsExactly("borrowed", "beside");
    }

    @Test
    void remembersInAnOutageAndForgetsAPoolThatIsGone() throws Exception {
        round(seen(0, Reachability.reachable(Duration.ZERO)));
        Optional<ConnectionLimits> known = limits.of(Scene.APP.id());
        away = true;
        nanos.addAndGet(Duration.ofSeconds(31).toNanos());
        round(seen(0, Reachability.reachable(Duration.ZERO)));
        assertThat(limits.of(Scene.APP.id())).isPresent().isEqualTo(known);
        limits.round(List.of());
        assertThat(limits.of(Scene.APP.id())).isEmpty();
    }

    @Test
    void doesNotAskWhatTheProbeDoesNotReach() throws Exception {
        round(seen(0, Reachability.unknown("not yet")));
        assertThat(asked).isEmpty();
    }

    private void round(PoolObservation seen) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        OwnThread.start("limits", () -> {
            try {
                limits.round(List.of(seen));
                done.complete(null);
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        done.get(30, TimeUnit.SECONDS);
    }

    private static PoolObservation seen(int inUse, Reachability found) {
        Optional<PoolUsage> usage = Optional.of(new PoolUsage(inUse, 0, OptionalInt.of(0), 0, OptionalInt.of(30)));
        return new PoolObservation(Scene.APP, usage, OptionalInt.empty(), Optional.of(Duration.ZERO), Optional.empty(), Optional.empty(),
                Timing.EXACT, Optional.empty(), BorrowFigures.none(), Optional.empty(), Duration.ZERO, 1, 0, found, Map.of());
    }
}
