package dev.lifeguard.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.observation.ObservationSettings;
import dev.lifeguard.observation.Observatory;
import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.Timing;
import dev.lifeguard.statistics.Histogram;
import dev.lifeguard.statistics.QuantileInterval;
import dev.lifeguard.statistics.Window;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The probe is a sample of what applications meet: it comes to the same as seeing each of their borrows. */
@ExtendWith(ArquillianExtension.class)
class ProbeInServerIT {

    private static final int PROBES = 20_000;
    private static final int THREADS = 4;
    private static final long MEAN_GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
    private static final double CONFIDENCE = 0.99;
    private static final Duration LATEST = Duration.ofMinutes(4);

    @Inject
    private Observatory observatory;

    @Inject
    private TestPools pools;

    @Deployment
    static Archive<?> lifeguard() {
        return Deployments.lifeguardWithTests(ProbeInServerIT.class)
                .addAsLibrary(Deployments.settings(ObservationSettings.PROBE_INTERVAL + "=PT0.001S"));
    }

    @Test
    void comesToTheSameAsSeeingEveryBorrow() throws Exception {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> app().timing() == Timing.EXACT);
        PoolId pool = app().pool().id();
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<Integer>> load = new ArrayList<>();
        try {
            for (int thread = 0; thread < THREADS; thread++) {
                load.add(threads.submit(() -> arriveAtRandom(stop)));
            }
            Awaitility.await().atMost(LATEST).until(() -> probes(pool).count() >= PROBES);
        } finally {
            stop.set(true);
            threads.shutdown();
        }
        Histogram probed = probes(pool);
        Histogram seen = observatory.figures(pool, Window.FIVE_MINUTES).orElseThrow().acquisition();
        for (double share : new double[] {0.5, 0.95}) {
            QuantileInterval ofProbes = QuantileInterval.of(probed, share, CONFIDENCE);
            QuantileInterval ofApplications = QuantileInterval.of(seen, share, CONFIDENCE);
            System.out.printf("%s of %,d probes %s, of %,d borrows of applications %s%n",
                    share, probed.count(), ofProbes, seen.count(), ofApplications);
            assertThat(ofProbes.overlaps(ofApplications)).as("%s: %s and %s", share, ofProbes, ofApplications).isTrue();
        }
        System.out.printf("Timed alike by tap and probe: %s%n", observatory.seenAlike(pool));
        assertThat(observatory.seenAlike(pool).orElseThrow()).isGreaterThan(0.95);
        for (Future<Integer> borrows : load) {
            assertThat(borrows.get(1, TimeUnit.MINUTES)).isPositive();
        }
    }

    private int arriveAtRandom(AtomicBoolean stop) throws SQLException {
        int borrows = 0;
        while (!stop.get()) {
            LockSupport.parkNanos((long) (-MEAN_GAP_NANOS * Math.log(1 - ThreadLocalRandom.current().nextDouble())));
            try (Connection connection = pools.borrowApp()) {
                assertThat(connection.isClosed()).isFalse();
                borrows++;
            }
        }
        return borrows;
    }

    private Histogram probes(PoolId pool) {
        return observatory.probeFigures(pool, Window.FIVE_MINUTES).orElseThrow().acquisition();
    }

    private PoolObservation app() {
        return observatory.observations().stream()
                .filter(seen -> seen.pool().name().equals("jdbc/app"))
                .findFirst()
                .orElseThrow();
    }
}
