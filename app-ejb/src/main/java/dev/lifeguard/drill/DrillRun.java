package dev.lifeguard.drill;

import dev.lifeguard.background.OwnThread;
import dev.lifeguard.observation.ApplicationLoad;
import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.statistics.Histogram;
import dev.lifeguard.statistics.HistogramRecorder;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * One drill from its first request to the end of its last thread. Open-loop: a request comes when it is due, whatever became of those before
 * it, and its acquisition counts from then (G. Tene, How not to measure latency, 2013: who waits for an answer before he asks again leaves
 * out the worst).
 */
final class DrillRun {

    private static final Logger LOG = System.getLogger(DrillRun.class.getName());
    /** Nothing is sent at it: whoever gets it ends. */
    private static final Arrival END = new Arrival(0, 0);
    private static final Duration IDLE = Duration.ofSeconds(10);
    /** What is under way when the last request has come may go on for so long. */
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    /** A thread that is not back by then waits for the pool or for the database, and is interrupted. */
    private static final Duration POLITE = Duration.ofMillis(200);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);
    private static final Duration BETWEEN_OFFERS = Duration.ofMillis(2);

    private final String name;
    private final Iterator<Arrival> schedule;
    private final Load load;
    private final Function<Throwable, FailureKind> classifier;
    private final int mostThreads;
    private final Runnable onEnd;
    private volatile long startNanos;

    private final SynchronousQueue<Arrival> handOver = new SynchronousQueue<>();
    private final Set<OwnThread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger alive = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final CountDownLatch cut = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<String> stoppedBecause = new AtomicReference<>();
    private final AtomicBoolean failureTold = new AtomicBoolean();
    private volatile DrillProgress.State state = DrillProgress.State.RUNNING;
    private volatile long endNanos;

    private final LongAdder offered = new LongAdder();
    private final LongAdder completed = new LongAdder();
    private final LongAdder exhausted = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder shed = new LongAdder();
    private final LongAdder cutShort = new LongAdder();
    private final HistogramRecorder latenessRecorder = new HistogramRecorder();
    private final HistogramRecorder acquisitionRecorder = new HistogramRecorder();
    // Under the lock of this.
    private Histogram lateness = Histogram.empty();
    private Histogram acquisition = Histogram.empty();

    /**
     * @param name of the pool, for logs and threads
     * @param classifier why a borrow failed
     * @param mostThreads requests under way at once, beyond which they are shed
     * @param onEnd called once, in a thread of the drill, when all the others have ended or were given up
     */
    DrillRun(
            String name,
            Iterator<Arrival> schedule,
            Load load,
            Function<Throwable, FailureKind> classifier,
            int mostThreads,
            Runnable onEnd) {
        this.name = name;
        this.schedule = schedule;
        this.load = load;
        this.classifier = classifier;
        this.mostThreads = mostThreads;
        this.onEnd = onEnd;
    }

    /** Once. */
    void begin() {
        startNanos = System.nanoTime();
        OwnThread.start("lifeguard-drill " + name, this::dispatch);
    }

    private void dispatch() {
        boolean through = false;
        try {
            through = sendAll() && finished();
        } catch (InterruptedException e) {
            stoppedBecause.compareAndSet(null, "It was interrupted");
        } catch (RuntimeException | Error e) {
            stoppedBecause.compareAndSet(null, "It failed in an unforeseen way; the log has it");
            LOG.log(Level.ERROR, "The drill of " + name + " failed", e);
        } finally {
            cut.countDown();
            dismiss();
            endNanos = System.nanoTime();
            state = through ? DrillProgress.State.ENDED : DrillProgress.State.STOPPED;
            try {
                onEnd.run();
            } finally {
                ended.countDown();
            }
        }
    }

    /** Whether all came before it was stopped. */
    private boolean sendAll() throws InterruptedException {
        while (schedule.hasNext()) {
            Arrival arrival = schedule.next();
            if (cut.await(startNanos + arrival.offsetNanos() - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return false;
            }
            offered.increment();
            underWay.incrementAndGet();
            if (!handOver.offer(arrival) && !startThread(arrival)) {
                underWay.decrementAndGet();
                shed.increment();
            }
        }
        return true;
    }

    /** Whether the last of them came to an end before it was stopped. */
    private boolean finished() throws InterruptedException {
        long deadline = System.nanoTime() + GRACE.toNanos();
        while (underWay.get() > 0 && System.nanoTime() - deadline < 0) {
            if (cut.await(BETWEEN_LOOKS.toNanos(), TimeUnit.NANOSECONDS)) {
                return false;
            }
        }
        return true;
    }

    private boolean startThread(Arrival first) {
        if (alive.get() >= mostThreads) {
            return false;
        }
        threads.removeIf(thread -> !thread.isAlive());
        alive.incrementAndGet();
        try {
            threads.add(OwnThread.start("lifeguard-drill " + name, () -> send(first)));
            return true;
        } catch (OutOfMemoryError e) {
            // As the virtual machine says that there is no thread to be had.
            alive.decrementAndGet();
            LOG.log(Level.WARNING, "There is no thread for the drill of " + name, e);
            return false;
        }
    }

    private void send(Arrival first) throws InterruptedException {
        OwnThread.setPurpose(ApplicationLoad.DRILL);
        try {
            Arrival next = first;
            while (next != null && next != END) {
                try {
                    send(new Request(startNanos + next.offsetNanos(), next.holdNanos(), cut));
                } finally {
                    underWay.decrementAndGet();
                }
                next = cut.getCount() == 0 ? END : handOver.poll(IDLE.toNanos(), TimeUnit.NANOSECONDS);
            }
        } finally {
            alive.decrementAndGet();
        }
    }

    private void send(Request request) {
        Optional<Throwable> failure = Optional.empty();
        try {
            load.send(request);
        } catch (SQLException | RuntimeException | LinkageError e) {
            failure = Optional.of(e);
        }
        if (request.hasAsked()) {
            latenessRecorder.record(request.latenessNanos());
        }
        if (request.hasConnection()) {
            acquisitionRecorder.record(request.acquisitionNanos());
        }
        boolean stopping = cut.getCount() == 0;
        if (request.wasCut() || failure.isPresent() && stopping) {
            cutShort.increment();
        } else if (failure.isEmpty()) {
            completed.increment();
        } else if (!request.hasConnection() && classifier.apply(failure.get()) == FailureKind.EXHAUSTED) {
            exhausted.increment();
        } else {
            failed.increment();
            tellOnce(failure.get());
        }
    }

    private void tellOnce(Throwable failure) {
        if (failureTold.compareAndSet(false, true)) {
            LOG.log(Level.WARNING, "A request of the drill of " + name + " failed; those that follow are counted alone", failure);
        }
    }

    /** Sees to it that every thread but this one ends. */
    private void dismiss() {
        long polite = System.nanoTime() + POLITE.toNanos();
        while (alive.get() > 0 && System.nanoTime() - polite < 0) {
            if (!handOver.offer(END)) {
                LockSupport.parkNanos(BETWEEN_OFFERS.toNanos());
            }
        }
        threads.forEach(thread -> thread.stop(Duration.ZERO));
        long deadline = System.nanoTime() + STOP_PATIENCE.toNanos();
        // All of them together are waited for no longer than this.
        threads.forEach(thread -> thread.stop(Duration.ofNanos(Math.max(1, deadline - System.nanoTime()))));
        threads.clear();
    }

    /**
     * Stops it, if it has not come to its end: what is held is given back at once. Returns before that.
     *
     * @param why for people; the first who stops it says it
     */
    void stop(String why) {
        if (state == DrillProgress.State.RUNNING) {
            stoppedBecause.compareAndSet(null, why);
        }
        cut.countDown();
    }

    /** Waits until its last thread has ended, or was given up, which takes no more than seconds after a stop. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return ended.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    boolean isRunning() {
        return ended.getCount() > 0;
    }

    /** How far it is. */
    DrillProgress progress() {
        DrillProgress.State now = state;
        long until = now == DrillProgress.State.RUNNING ? System.nanoTime() : endNanos;
        // Ends first: each was offered before.
        long done = completed.sum();
        long full = exhausted.sum();
        long broken = failed.sum();
        long cutNow = cutShort.sum();
        long unsent = shed.sum();
        Histogram late;
        Histogram had;
        synchronized (this) {
            lateness = lateness.plus(latenessRecorder.drain());
            acquisition = acquisition.plus(acquisitionRecorder.drain());
            late = lateness;
            had = acquisition;
        }
        Optional<String> because = now == DrillProgress.State.STOPPED ? Optional.ofNullable(stoppedBecause.get()) : Optional.empty();
        return new DrillProgress(
                now, because, offered.sum(), done, full, broken, unsent, cutNow, late, had, DrillPlan.seconds(Duration.ofNanos(until - startNanos)));
    }
}
