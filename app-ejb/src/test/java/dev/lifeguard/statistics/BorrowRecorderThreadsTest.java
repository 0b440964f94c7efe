package dev.lifeguard.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.lifeguard.pool.FailureKind;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BorrowRecorderThreadsTest {

    private static final long SECOND = 1_000_000_000L;
    private static final int THREADS = 6;
    private static final int BORROWS = 50_000;

    /** A sum that lacked the time stamp of a single borrow would be off by the whole age of the clock: here eleven days. */
    @Test
    void aFlowSeesOfEachBorrowItsNumberAndItsTimeTogether() throws Exception {
        long age = 1_000_000 * SECOND;
        long start = System.nanoTime();
        BorrowRecorder recorder = new BorrowRecorder(age);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> borrowing = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                borrowing.add(threads.submit(() -> {
                    for (int borrow = 0; borrow < BORROWS; borrow++) {
                        recorder.took(age + System.nanoTime() - start);
                        recorder.gave(age + System.nanoTime() - start);
                    }
                }));
            }
            while (!borrowing.stream().allMatch(Future::isDone)) {
                assertThat(Math.abs(recorder.flow(age + System.nanoTime() - start).inUseNanos())).isLessThan(1_000 * SECOND);
            }
            for (Future<?> future : borrowing) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /**
     * The clock goes on with every look at it, half an hour in all, and so fast that many a recording is told seconds late and the
     * drain finds several seconds at once: the worst that can happen.
     */
    @Test
    void whenAllIsToldNothingIsLostOrCountedTwice() throws Exception {
        AtomicLong clock = new AtomicLong();
        BorrowRecorder recorder = new BorrowRecorder(0);
        recorder.limit(0, OptionalInt.of(THREADS));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Long>> borrowing = new ArrayList<>();
            for (int seed = 0; seed < THREADS; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                borrowing.add(threads.submit(() -> borrowAndReturn(recorder, clock, random)));
            }
            int drained = 0;
            while (!borrowing.stream().allMatch(Future::isDone)) {
                drained += recorder.drain(clock.get()).size();
            }
            long held = 0;
            for (Future<Long> future : borrowing) {
                held += future.get();
            }
            long end = Math.floorDiv(clock.get(), SECOND) + 5;
            recorder.drain(end * SECOND);
            recorder.drain(end * SECOND + SECOND / 2);

            BorrowFigures figures = recorder.figures(Window.HOUR);
            long borrows = (long) THREADS * BORROWS;
            assertThat(drained).isPositive();
            assertThat(figures.covered().toNanos()).isEqualTo(end * SECOND);
            assertThat(Math.round(figures.inUseMean().getAsDouble() * figures.covered().toNanos())).isEqualTo(held);
            assertThat(figures.requests()).isEqualTo(borrows);
            assertThat(figures.acquisition().count()).isEqualTo(borrows);
            assertThat(figures.hold().count()).isEqualTo(borrows);
            assertThat(figures.hold().sumNanos()).isEqualTo(held);
            assertThat(figures.inUsePeak().getAsInt()).isBetween(1, THREADS);
            assertThat(figures.failures()).isEqualTo(Map.of(FailureKind.OTHER, (long) THREADS));
            assertThat(recorder.totals().hold()).isEqualTo(figures.hold());
            assertThat(recorder.totals().acquisition()).isEqualTo(figures.acquisition());
            assertThat(recorder.inUse()).isZero();
            assertThat(recorder.waiting()).isZero();
        } finally {
            threads.shutdownNow();
        }
    }

    private static long borrowAndReturn(BorrowRecorder recorder, AtomicLong clock, SplittableRandom random) {
        long held = 0;
        for (int i = 0; i < BORROWS; i++) {
            long requested = clock.addAndGet(random.nextInt(6_000_000));
            recorder.requested(requested);
            recorder.queued();
            recorder.dequeued();
            long acquired = clock.addAndGet(random.nextInt(100_000));
            recorder.acquired(requested, acquired, 1, 0);
            recorder.took(acquired);
            long returned = clock.addAndGet(random.nextInt(6_000_000));
            recorder.returned(acquired, returned);
            recorder.gave(returned);
            held += returned - acquired;
        }
        recorder.failed(FailureKind.OTHER);
        return held;
    }

    @Test
    void aBorrowAllocatesNothingInTheSteadyState() {
        BorrowRecorder recorder = new BorrowRecorder(0);
        recorder.limit(0, OptionalInt.of(10));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        // The first rounds make the pages, and the compiler takes its time.
        for (int round = 0; round < 20; round++) {
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            for (int i = 0; i < 10_000; i++) {
                borrow(recorder, round * SECOND + i * 1_000);
            }
            least = Math.min(least, threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before);
            recorder.drain((round + 1) * SECOND + SECOND / 2);
        }
        // What asking itself allocates, less than a thousandth of an object a borrow.
        assertThat(least).isLessThan(200);
    }

    private static void borrow(BorrowRecorder recorder, long nanos) {
        recorder.requested(nanos);
        recorder.queued();
        recorder.dequeued();
        recorder.acquired(nanos, nanos + 20_000_000, 5_000_000, 3_000_000);
        recorder.took(nanos + 20_000_000);
        recorder.returned(nanos + 20_000_000, nanos + 30_000_000);
        recorder.gave(nanos + 30_000_000);
        recorder.failed(FailureKind.EXHAUSTED);
        recorder.opened();
        recorder.closed();
    }
}
