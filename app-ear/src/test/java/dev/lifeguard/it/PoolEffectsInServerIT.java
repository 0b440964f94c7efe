package dev.lifeguard.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lifeguard.drill.DrillEntries;
import dev.lifeguard.drill.DrillEntry;
import dev.lifeguard.observation.Observatory;
import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.pool.OwnBorrow;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.server.PoolReader;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The pools of server-config do what they are set to do, and Lifeguard reads them right meanwhile. */
@ExtendWith(ArquillianExtension.class)
class PoolEffectsInServerIT {

    private static final int BUSY_THREADS = 30;
    private static final int HELD = 4;
    private static final int SAMPLES = 2_000;
    private static final Duration LATEST = Duration.ofSeconds(60);

    @Inject
    private PoolReader reader;

    @Inject
    private Observatory observatory;

    @Inject
    private TestPools pools;

    @EJB
    private DrillEntries entries;

    @Deployment
    static Archive<?> lifeguard() {
        return Deployments.lifeguardWithTests(PoolEffectsInServerIT.class);
    }

    @Test
    void aBorrowFromAFullPoolFailsAfterTheWaitTimeout() throws Exception {
        List<Connection> borrowed = new ArrayList<>();
        try {
            for (int number = 0; number < SharedServerNumbers.APP_MAX; number++) {
                borrowed.add(pools.borrowApp());
            }
            long start = System.nanoTime();
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> pools.borrowApp());
            // Liberty was seen to be up to 0.7 s late.
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(SharedServerNumbers.APP_WAIT.minusMillis(50), SharedServerNumbers.APP_WAIT.plusSeconds(2));
        } finally {
            for (Connection connection : borrowed) {
                connection.close();
            }
        }
    }

    @Test
    void theNextThirtyBorrowsSucceedAfterAllSessionsWereTerminated() throws Exception {
        openAtOnce(6);
        assertThat(Superuser.terminateSessionsOf("jdbc/app")).isGreaterThanOrEqualTo(6);
        for (int number = 0; number < 30; number++) {
            try (Connection connection = pools.borrowApp()) {
                assertThat(TestPools.session(connection)).isPositive();
            }
        }
    }

    @Test
    void idleConnectionsAreClosedDownToMin() throws Exception {
        openAtOnce(8);
        assertThat(Superuser.sessionsOf("jdbc/app")).isGreaterThanOrEqualTo(8);
        Awaitility.await()
                .atMost(LATEST)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(Superuser.sessionsOf("jdbc/app")).isEqualTo(SharedServerNumbers.APP_MIN));
    }

    @Test
    void connectionsOlderThanTheMaximumAgeAreReplacedAndNobodySeesAnError() throws Exception {
        Set<Integer> first = new HashSet<>();
        List<Connection> borrowed = List.of(pools.borrowLifeguard(), pools.borrowLifeguard());
        for (Connection connection : borrowed) {
            first.add(TestPools.session(connection));
            connection.close();
        }
        long start = System.nanoTime();
        Set<Integer> seen = new HashSet<>(first);
        // Borrows all the time: each of them would throw here.
        while (seen.stream().anyMatch(first::contains)) {
            seen.clear();
            try (Connection one = pools.borrowLifeguard(); Connection other = pools.borrowLifeguard()) {
                seen.add(TestPools.session(one));
                seen.add(TestPools.session(other));
            }
            Duration age = Duration.ofNanos(System.nanoTime() - start);
            assertThat(age).as("age of %s", first).isLessThan(LATEST);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    @Test
    void readingsAgreeWithThemselvesUnderThirtyThreadsAndWithTheDatabaseAtRest() throws Exception {
        Pool pool = pool("jdbc/app");
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch started = new CountDownLatch(BUSY_THREADS);
        ExecutorService threads = Executors.newFixedThreadPool(BUSY_THREADS);
        List<Future<Integer>> busy = new ArrayList<>();
        List<Connection> held = new ArrayList<>();
        int waitingPeak = 0;
        try {
            for (int number = 0; number < HELD; number++) {
                held.add(pools.borrowApp());
            }
            for (int thread = 0; thread < BUSY_THREADS; thread++) {
                busy.add(threads.submit(() -> borrowUntil(stop, started)));
            }
            started.await();
            for (int sample = 0; sample < SAMPLES; sample++) {
                PoolUsage usage = reader.usage(pool).orElseThrow();
                // What the test itself holds is in use at every moment, whatever the threads do.
                assertThat(usage.inUse()).isBetween(HELD, SharedServerNumbers.APP_MAX);
                assertThat(usage.open()).isEqualTo(usage.inUse() + usage.idle()).isLessThanOrEqualTo(SharedServerNumbers.APP_MAX);
                if (sample % 100 == 0) {
                    assertThat(Superuser.sessionsOf("jdbc/app")).isBetween(HELD, SharedServerNumbers.APP_MAX);
                }
                assertThat(usage.max()).hasValue(SharedServerNumbers.APP_MAX);
                waitingPeak = Math.max(waitingPeak, usage.waiting().orElseThrow());
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(500));
            }
        } finally {
            stop.set(true);
            for (Connection connection : held) {
                connection.close();
            }
        }
        for (Future<Integer> borrows : busy) {
            assertThat(borrows.get(1, TimeUnit.MINUTES)).isPositive();
        }
        threads.shutdown();
        assertThat(waitingPeak).as("30 threads on 10 connections").isBetween(1, BUSY_THREADS);

        Awaitility.await().atMost(LATEST).untilAsserted(() -> {
            PoolUsage usage = reader.usage(pool).orElseThrow();
            assertThat(usage.inUse()).isZero();
            assertThat(usage.open()).isEqualTo(Superuser.sessionsOf("jdbc/app"));
        });
    }

    @Test
    void anEntityIsWrittenAndReadStaysReadableAndHoldsNoConnection() throws Exception {
        Awaitility.await().atMost(LATEST).ignoreExceptions().until(() -> entries.count() >= 0);
        long before = entries.count();
        long id = entries.write("An entry", List.of("first line", "second line"));
        DrillEntry read = entries.read(id).orElseThrow();
        awaitNothingInUse("jdbc/app");
        assertThat(read.title()).isEqualTo("An entry");
        assertThat(read.lines()).containsExactly("first line", "second line");
        assertThat(entries.count()).isEqualTo(before + 1);
        awaitNothingInUse("jdbc/app");
    }

    @Test
    void theObservatoryShowsBothPoolsFromMemory() {
        Awaitility.await().atMost(LATEST).untilAsserted(() -> {
            for (String name : List.of("jdbc/app", "jdbc/lifeguard")) {
                PoolObservation seen = observatory.observations().stream()
                        .filter(observation -> observation.pool().name().equals(name))
                        .findFirst()
                        .orElseThrow();
                assertThat(seen.usage()).isPresent();
                assertThat(seen.settings()).isPresent();
                assertThat(seen.trouble()).isEmpty();
                assertThat(seen.reachability().acquisitionTime()).isPresent();
                assertThat(seen.ownBorrows()).hasEntrySatisfying(OwnBorrow.PROBE, number -> assertThat(number).isPositive());
            }
        });
    }

    private int borrowUntil(AtomicBoolean stop, CountDownLatch started) throws SQLException {
        int borrows = 0;
        started.countDown();
        while (!stop.get()) {
            try (Connection connection = pools.borrowApp()) {
                assertThat(connection.isClosed()).isFalse();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
                borrows++;
            }
        }
        return borrows;
    }

    private void openAtOnce(int number) throws SQLException {
        List<Connection> borrowed = new ArrayList<>();
        try {
            for (int connection = 0; connection < number; connection++) {
                borrowed.add(pools.borrowApp());
            }
        } finally {
            for (Connection connection : borrowed) {
                connection.close();
            }
        }
    }

    private void awaitNothingInUse(String name) {
        Pool pool = pool(name);
        // The probe holds one for a moment from time to time.
        Awaitility.await().atMost(LATEST).until(() -> reader.usage(pool).orElseThrow().inUse() == 0);
    }

    private Pool pool(String name) {
        return reader.pools().stream().filter(pool -> pool.name().equals(name)).findFirst().orElseThrow();
    }
}
