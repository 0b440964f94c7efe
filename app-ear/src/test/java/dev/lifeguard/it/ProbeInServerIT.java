package dev.lifeguard.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.observation.ObservationSettings;
import dev.lifeguard.observation.Observatory;
import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.Timing;
import dev.lifeguard.statistics.Histogram;
import dev.lifeguard.statistics.HistogramRecorder;
import dev.lifeguard.statistics.QuantileInterval;
import dev.lifeguard.statistics.Window;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
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
    /** As the probe's, so that caches and processors are as warm for both. */
    private static final long MEAN_GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(3);
    private static final double CONFIDENCE = 0.99;
    private static final Duration LATEST = Duration.ofMinutes(4);

    @Inject
    private Observatory observatory;

    @Inject
    private TestPools pools;

    @Deployment
    static Archive<?> lifeguard() {
        return Deployments.lifeguardWithTests(ProbeInServerIT.class)
                .addAsLibrary(Deployments.settings(ObservationSettings.PROBE_INTERVAL + "=PT0.003S"));
    }

    @Test
    void comesToMuchTheSameAsSeeingEveryBorrow() throws Exception {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> app().timing() == Timing.EXACT);
        PoolId pool = app().pool().id();
        HistogramRecorder timed = new HistogramRecorder();
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<?> load = thread.submit(() -> arriveAtRandom(timed, stop));
        try {
            Awaitility.await().atMost(LATEST).until(() -> probes(pool).count() >= PROBES);
        } finally {
            stop.set(true);
            thread.shutdown();
        }
        load.get(1, TimeUnit.MINUTES);
        Histogram ofProbes = observatory.probesSeen(pool);
        Histogram ofApplication = observatory.figures(pool, Window.FIVE_MINUTES).orElseThrow().acquisition();
        for (double share : new double[] {0.5, 0.95}) {
            QuantileInterval probed = QuantileInterval.of(ofProbes, share, CONFIDENCE);
            QuantileInterval seen = QuantileInterval.of(ofApplication, share, CONFIDENCE);
            System.out.printf("%s, %s of %,d probes %s, of %,d borrows of an application %s%n", observatory.server(), share,
                    ofProbes.count(), probed, ofApplication.count(), seen);
            // So many samples tell the two apart by what each does to the other's processor and caches, of which a test's machine has few; the
            // more so the longer a borrow takes.
            double different = share < 0.9 ? 1.3 : 2;
            assertThat((double) probed.highNanos()).isGreaterThanOrEqualTo(seen.lowNanos() / different);
            assertThat((double) probed.lowNanos()).isLessThanOrEqualTo(seen.highNanos() * different);
        }
        Histogram byItsOwnClock = timed.drain();
        for (double share : new double[] {0.5, 0.95}) {
            double inside = ofApplication.quantileNanos(share).orElseThrow();
            double outside = byItsOwnClock.quantileNanos(share).orElseThrow();
            System.out.printf("%s of the application, within the pool %.0f ns, by its own clock %.0f ns%n", share, inside, outside);
            assertThat(inside).as("What the server puts around its pool").isBetween(outside * 0.6, outside * 1.06);
        }
        System.out.printf("Timed alike by tap and probe: %s%n", observatory.seenAlike(pool));
        // How many depends on what the server puts around its pool: on Open Liberty that is 13 µs, which is more than a bucket of 60 µs.
        assertThat(observatory.seenAlike(pool)).isPresent();
    }

    private Void arriveAtRandom(HistogramRecorder timed, AtomicBoolean stop) throws SQLException {
        while (!stop.get()) {
            LockSupport.parkNanos((long) (-MEAN_GAP_NANOS * Math.log(1 - ThreadLocalRandom.current().nextDouble())));
            timed.record(pools.timeBorrowFromApp());
        }
        return null;
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
