package dev.lifeguard.operations;

import dev.lifeguard.observation.HistoryAwayException;
import dev.lifeguard.observation.OwnBorrows;
import dev.lifeguard.operations.OperationRecord.State;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.SettingsChange;
import dev.lifeguard.pool.SettingsInForce;
import dev.lifeguard.server.ControlledPools;
import dev.lifeguard.server.ControlledPools.ControlledPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A desk over pools in memory, whose time passes when the test says so, or when somebody pauses. */
final class Scene implements AutoCloseable {

    static final Actor ANN = new Actor(Actor.Kind.OPERATOR, "ann");
    static final Pool APP = Pool.of("jdbc/app", List.of(), "app", Pool.Source.SERVER, Optional.empty());
    static final SettingsInForce CONFIGURED = settings(5, 30);
    static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    final ControlledPools pools;
    final ControlledPool app;
    final List<OperationRecord> kept = new ArrayList<>();
    final List<OperationRecord> told = new CopyOnWriteArrayList<>();
    final AtomicLong nanos = new AtomicLong(1);
    volatile Duration wallAhead = Duration.ZERO;
    volatile Runnable onPause = () -> {};
    volatile boolean storeAway;
    volatile Predicate<OperationRecord> storeRejects = record -> false;
    private volatile boolean stands;
    boolean enabled = true;
    int floor = 1;
    int ceiling = SettingsChange.MOST_CONNECTIONS;
    final Path directory;
    private Path data;
    OperationDesk desk;

    Scene(Path directory) {
        this.directory = directory;
        data = directory;
        pools = new ControlledPools(directory);
        app = pools.add(APP, CONFIGURED);
        desk = desk(directory, "run 1");
    }

    static SettingsInForce settings(int min, int max) {
        return new SettingsInForce(min, OptionalInt.of(max), Optional.of(Duration.ofSeconds(30)), Optional.of(Duration.ofSeconds(300)));
    }

    OperationDesk desk(Path data, String run) {
        PoolBounds bounds = new PoolBounds() {
            @Override
            public int floor(PoolId pool) {
                return floor;
            }

            @Override
            public int ceiling(PoolId pool) {
                return ceiling;
            }
        };
        OperationHistory history = new OperationHistory() {
            @Override
            public List<OperationRecord> older(AuditQuery query, Optional<Instant> until, Predicate<UUID> known) {
                throw new HistoryAwayException("nothing is kept in memory", null);
            }

            @Override
            public Optional<OperationRecord> find(UUID id) {
                return Optional.empty();
            }
        };
        OperationStore store = new OperationStore() {
            @Override
            public boolean ready() {
                return true;
            }

            @Override
            public void write(List<OperationRecord> ended) {
                if (storeAway) {
                    throw new IllegalStateException("away");
                }
                if (ended.stream().anyMatch(record -> storeRejects.test(record))) {
                    throw new RejectedException("not that one", null);
                }
                kept.addAll(ended);
            }
        };
        ServerAccess server = new ServerAccess(pools, pools, pools, new OwnBorrows(pools), time -> {
            if (!stands) {
                pass(time);
            }
            onPause.run();
            Thread.yield();
        }, nanos::get);
        OperationDesk made = new OperationDesk(
                new OperationsSettings(enabled, data, OperationsSettings.DEFAULT_DATABASE_RESERVE), bounds, pool -> GovernorMode.ADVISE,
                server, List::of, Optional.of(store), Optional.of(history), run,
                () -> NOON.plusNanos(nanos.get()).plus(wallAhead));
        made.addListener(told::add);
        return made;
    }

    /** The server's JVM goes on, or is another if {@code run} is; of Lifeguard remains what it has written. */
    void killed(String run) {
        Path copy = directory.resolveSibling(directory.getFileName() + "-" + nanos.incrementAndGet());
        try {
            Files.createDirectories(copy);
            Files.copy(journal(), copy.resolve(Journal.FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        data = copy;
        desk = desk(copy, run);
    }

    Path journal() {
        return data.resolve(Journal.FILE);
    }

    /** From now on no time passes in a pause. */
    void timeStands() {
        stands = true;
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    void build() throws SQLException {
        app.borrow().close();
    }

    List<Connection> borrow(int number) throws SQLException {
        List<Connection> borrowed = new ArrayList<>();
        for (int count = 0; count < number; count++) {
            borrowed.add(app.borrow());
        }
        return borrowed;
    }

    static Order.Settings max(int max) {
        return settings(SettingsChange.ofMax(max), null, false);
    }

    static Order.Settings settings(SettingsChange change, Duration revertAfter, boolean persist) {
        return new Order.Settings(
                APP.id(), change, Optional.empty(), Optional.ofNullable(revertAfter), persist, Optional.of("because"));
    }

    OperationRecord execute(Order order) {
        return desk.execute(ANN, order);
    }

    /** As the operation is once it has ended. */
    OperationRecord ended(OperationRecord begun) {
        return Awaitility.await().until(() -> desk.find(begun.id()).orElseThrow(), record -> record.state() != State.RUNNING);
    }

    SettingsInForce inForce() {
        return pools.inForce(APP).orElseThrow();
    }

    PoolControlState state() {
        return desk.state(APP.id()).orElseThrow();
    }

    List<OperationRecord> audit() {
        return desk.audit(new AuditQuery(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), AuditQuery.MOST)).entries();
    }

    OperationRecord last() {
        return audit().get(0);
    }

    @Override
    public void close() {
        desk.stop();
    }
}
