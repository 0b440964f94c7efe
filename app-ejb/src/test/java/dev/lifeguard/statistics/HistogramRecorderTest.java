package dev.lifeguard.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class HistogramRecorderTest {

    private static final int THREADS = 6;
    private static final int RECORDINGS = 300_000;

    @Test
    void aDrainTakesWhatWasRecordedSinceTheLast() {
        HistogramRecorder recorder = new HistogramRecorder();
        assertThat(recorder.drain()).isEqualTo(Histogram.empty());
        recorder.record(5_000_000);
        recorder.record(3_000);
        assertThat(recorder.drain()).isEqualTo(HistogramTest.of(3_000, 5_000_000));
        recorder.record(4_000);
        assertThat(recorder.drain().maxNanos()).hasValue(4_000);
        assertThat(recorder.drain()).isEqualTo(Histogram.empty());
    }

    @Test
    void whatIsBelowZeroCountsAsZero() {
        HistogramRecorder recorder = new HistogramRecorder();
        recorder.record(-5);
        assertThat(recorder.drain()).isEqualTo(HistogramTest.of(0));
    }

    @Test
    void eachRecordingIsInExactlyOneDrain() throws Exception {
        HistogramRecorder recorder = new HistogramRecorder();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Tally>> recording = new ArrayList<>();
            for (int seed = 0; seed < THREADS; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                recording.add(threads.submit(() -> recordAtRandom(recorder, random)));
            }
            Histogram drained = Histogram.empty();
            int drains = 0;
            while (!recording.stream().allMatch(Future::isDone)) {
                Histogram some = recorder.drain();
                drained = drained.plus(some);
                drains++;
                // The encoding refuses a longest duration that is not in the last bucket.
                assertThat(Histogram.fromBytes(some.toBytes())).isEqualTo(some);
            }
            drained = drained.plus(recorder.drain());
            List<Histogram> expected = new ArrayList<>();
            for (Future<Tally> future : recording) {
                expected.add(future.get().histogram());
            }
            assertThat(drained).isEqualTo(Histogram.sum(expected));
            assertThat(drained.count()).isEqualTo((long) THREADS * RECORDINGS);
            assertThat(drains).isGreaterThan(10);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Tally recordAtRandom(HistogramRecorder recorder, SplittableRandom random) {
        Tally tally = new Tally();
        for (int i = 0; i < RECORDINGS; i++) {
            long nanos = random.nextLong(1L << random.nextInt(5, 40));
            recorder.record(nanos);
            tally.count(Buckets.index(nanos), 1);
            tally.sum(nanos);
            tally.atLeast(nanos);
        }
        return tally;
    }
}
