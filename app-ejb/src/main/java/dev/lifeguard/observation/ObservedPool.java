package dev.lifeguard.observation;

import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.pool.OwnBorrow;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolSettings;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Reachability;
import dev.lifeguard.pool.Timing;
import dev.lifeguard.server.BorrowListener;
import dev.lifeguard.statistics.BorrowFigures;
import dev.lifeguard.statistics.BorrowRecorder;
import dev.lifeguard.statistics.BorrowTotals;
import dev.lifeguard.statistics.Buckets;
import dev.lifeguard.statistics.Histogram;
import dev.lifeguard.statistics.HistogramRecorder;
import dev.lifeguard.statistics.TimedFigures;
import dev.lifeguard.statistics.UsageWindow;
import dev.lifeguard.statistics.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The series of one pool. The sampler writes it, everybody reads it; the lock is held for microseconds. What the tap tells goes past the lock,
 * in the threads that borrow.
 */
final class ObservedPool {

    private static final Duration STALE_AFTER = Duration.ofSeconds(15);
    private static final long DRAIN_NANOS = 1_000_000_000L;
    /** A connection that nobody had for so long is forgotten, to be met anew. */
    private static final Duration UNUSED = Duration.ofMinutes(10);

    private final Pool pool;
    private final UsageWindow window;
    private final MinuteCollector minute;
    private final long longestHoldNanos;

    /** What the tap tells. */
    private final BorrowRecorder borrows;
    private final BorrowWatch watch;
    private final InUseDrift drift = new InUseDrift();
    /** What the probe times. */
    private final BorrowRecorder probes;
    /** The same as the tap timed it. */
    private final HistogramRecorder probesSeen = new HistogramRecorder();
    private Histogram probesSeenSoFar = Histogram.empty();
    private final LongAdder probesSeenAlike = new LongAdder();
    private final LongAdder probesSeenOtherwise = new LongAdder();

    private Timing timing = Timing.OFF;
    private Optional<String> timingReason = Optional.of("Nobody has looked yet");
    private BorrowFigures timedLastMinute = BorrowFigures.none();
    private long drainNanos;

    private Optional<PoolUsage> usage = Optional.empty();
    private Optional<String> usageTrouble = Optional.empty();
    private Optional<String> settingsTrouble = Optional.empty();
    private Optional<PoolSettings> settings = Optional.empty();
    private final LostLooks lost = new LostLooks();
    private long readNanos;
    private long saturatedNanos;
    private long samples;
    private long gaps;

    /**
     * @param longestHold for how long a reading speaks at most, if no other follows
     * @param nanos the time now, on the monotonic clock
     */
    ObservedPool(Pool pool, Duration longestHold, Function<Throwable, FailureKind> classifier, long nanos) {
        this.pool = pool;
        this.window = new UsageWindow(longestHold);
        this.longestHoldNanos = longestHold.toNanos();
        this.minute = new MinuteCollector(pool);
        this.borrows = new BorrowRecorder(nanos);
        this.probes = new BorrowRecorder(nanos);
        this.watch = new BorrowWatch(borrows, classifier);
        this.drainNanos = nanos;
    }

    Pool pool() {
        return pool;
    }

    /** What the tap is to tell. */
    BorrowListener listener() {
        return watch;
    }

    /** The tap is on, or came off. @param reason why the timing is not exact; absent if it is */
    synchronized void timed(Timing now, Optional<String> reason, long nanos) {
        if (timing == Timing.EXACT && now != Timing.EXACT) {
            watch.forget(nanos);
            borrows.gap(nanos);
            drift.reset();
        }
        if (timing != now) {
            timing = now;
            timedLastMinute = timedFigures(Window.MINUTE);
        }
        timingReason = reason;
        minute.timedBy(now);
    }

    /** What the sizing of the pool looks at; empty while it is not built. */
    synchronized Optional<PoolFlow> flow(long nanos) {
        boolean exact = timing == Timing.EXACT;
        return usage.map(read -> new PoolFlow(
                exact,
                read.max(),
                exact ? borrows.inUse() : read.inUse(),
                exact ? borrows.waiting() : read.waiting().orElse(0),
                borrows.flow(nanos)));
    }

    /** As {@link BorrowWatch#alarm}. */
    void alarm(int inUse, Runnable told) {
        watch.alarm(inUse, told);
    }

    void disarm() {
        watch.disarm();
    }

    /** Who waits, and in which pool; empty while it is not built. @param away whether its database is, if a borrow failed then */
    synchronized Optional<PoolQueue> queue(Predicate<OptionalLong> away) {
        boolean exact = timing == Timing.EXACT;
        return usage.map(read -> new PoolQueue(
                exact,
                exact ? borrows.waiting() : read.waiting().orElse(0),
                read,
                readNanos,
                away.test(watch.brokenNanos())));
    }

    /** What the server has lost for good, by its keys; empty where it loses none or does not tell. */
    synchronized Set<Long> lostKeys() {
        return lost.lasting().orElse(Set.of());
    }

    synchronized Timing timing() {
        return timing;
    }

    /** The probe borrowed, at just this time. */
    void probed(OwnBorrowing borrowing) {
        long now = System.nanoTime();
        probes.acquired(now - borrowing.nanos(), now, 0, 0);
        if (borrowing.seenNanos().isPresent()) {
            long seen = borrowing.seenNanos().getAsLong();
            probesSeen.record(seen);
            boolean same = Math.abs(borrowing.nanos() - seen) <= Buckets.widthNanos(seen);
            (same ? probesSeenAlike : probesSeenOtherwise).increment();
        }
    }

    /** Takes a reading; gives the minute that it ended, if it did. */
    synchronized Optional<PoolMinute> sampled(long nanos, Instant time, Optional<PoolUsage> reading) {
        Optional<PoolMinute> ended = minute.turn(time);
        holdUntil(nanos);
        if (reading.isPresent()) {
            window.add(nanos, reading.get());
            minute.sampled(reading.get());
            if (timing == Timing.EXACT) {
                borrows.limit(nanos, reading.get().max());
                borrows.baseline(nanos, drift.unseen(reading.get().inUse() - borrows.inUse()));
            }
        } else {
            window.gap(nanos);
            borrows.gap(nanos);
        }
        usage = reading;
        usageTrouble = Optional.empty();
        readNanos = nanos;
        samples++;
        return ended;
    }

    /** Notes that a reading failed; gives the minute that ended meanwhile, if it did. */
    synchronized Optional<PoolMinute> failed(long nanos, Instant time, String why) {
        Optional<PoolMinute> ended = minute.turn(time);
        holdUntil(nanos);
        window.gap(nanos);
        minute.failed();
        usage = Optional.empty();
        usageTrouble = Optional.of(why);
        gaps++;
        return ended;
    }

    /** Takes what the borrowing threads have left, once a second; tells whether a request was refused for want of a connection meanwhile. */
    synchronized boolean drain(long nanos) {
        if (nanos - drainNanos < DRAIN_NANOS) {
            return false;
        }
        drainNanos = nanos;
        watch.sweep(nanos, nanos - UNUSED.toNanos());
        borrows.drain(nanos).forEach(second -> minute.borrowed(second.figures()));
        probes.drain(nanos);
        timedLastMinute = timedFigures(Window.MINUTE);
        return watch.exhaustedSince();
    }

    /** Whether an application's borrow failed, and not for want of room, since this was last asked. */
    boolean brokenSince() {
        return watch.brokenSince();
    }

    /** The running minute, if anything was read in it: the pool is not watched any longer. */
    synchronized Optional<PoolMinute> end() {
        return minute.end();
    }

    private void holdUntil(long nanos) {
        long held = Math.min(nanos - readNanos, longestHoldNanos);
        usage.ifPresent(before -> {
            if (before.saturated()) {
                saturatedNanos += held;
            }
            minute.held(before, held);
        });
    }

    synchronized void configured(PoolSettings read) {
        settings = Optional.of(read);
        settingsTrouble = Optional.empty();
    }

    /** Takes a look at what the server has lost. @param now at this moment; empty if it cannot be told */
    synchronized void lost(Optional<Set<Long>> now) {
        lost.look(now);
        watch.lost(lost.lasting().orElse(Set.of()));
    }

    private OptionalInt lostForGood() {
        return lost.lasting().map(keys -> OptionalInt.of(keys.size())).orElse(OptionalInt.empty());
    }

    /** Notes that the settings could not be read; the last known ones are no longer shown as the present ones. */
    synchronized void configurationUnreadable(String why) {
        settings = Optional.empty();
        settingsTrouble = Optional.of(why);
    }

    /** Whether the latest attempt to read the usage failed. */
    synchronized boolean usageInTrouble() {
        return usageTrouble.isPresent();
    }

    /** Whether the latest attempt to read the settings failed. */
    synchronized boolean settingsInTrouble() {
        return settingsTrouble.isPresent();
    }

    synchronized Optional<PoolUsage> usage() {
        return usage;
    }

    /** Whether the server has built it, as far as is known: that it cannot be read for a moment changes nothing. */
    synchronized boolean built() {
        return usage.isPresent() || usageTrouble.isPresent() && timing == Timing.EXACT;
    }

    /** What every borrow left over the last so much time, oldest first; empty where the timing is not exact. */
    synchronized List<TimedFigures> recent(Duration length) {
        return timing == Timing.EXACT ? borrows.recent(length) : List.of();
    }

    List<Holder> holders() {
        return watch.holders();
    }

    /**
     * What was seen over the window that ends now, as {@link PoolObservation#lastMinute} has it of the last minute. The readings, on which it
     * rests where the timing is not exact, are kept for a minute and for no other window.
     */
    synchronized BorrowFigures figures(Window length, long nanos) {
        if (undrained(nanos)) {
            return BorrowFigures.none();
        }
        return withUse(timedFigures(length), length, nanos);
    }

    /** What the probe's own borrows took since the pool is watched, as the tap timed them. */
    synchronized Histogram probesSeen() {
        probesSeenSoFar = probesSeenSoFar.plus(probesSeen.drain());
        return probesSeenSoFar;
    }

    /** The share of the probe's borrows that tap and probe timed alike, within a bucket; absent if none was seen by both. */
    OptionalDouble seenAlike() {
        double alike = probesSeenAlike.sum();
        double all = alike + probesSeenOtherwise.sum();
        return all == 0 ? OptionalDouble.empty() : OptionalDouble.of(alike / all);
    }

    /** What the probe's own borrows took, by the probe's clock. */
    BorrowFigures probeFigures(Window length) {
        return probes.figures(length);
    }

    /** By whoever times the borrows now. */
    private BorrowFigures timedFigures(Window length) {
        return switch (timing) {
            case EXACT -> borrows.figures(length);
            case PROBED -> probes.figures(length);
            case OFF -> BorrowFigures.none();
        };
    }

    /** With the use that the readings tell, where not every borrow is seen. */
    private BorrowFigures withUse(BorrowFigures timed, Window length, long nanos) {
        return switch (timing) {
            case EXACT -> timed;
            case PROBED -> used(length, nanos).withAcquisitionOf(timed);
            case OFF -> used(length, nanos);
        };
    }

    private BorrowFigures used(Window length, long nanos) {
        return length == Window.MINUTE ? window.figures(nanos) : BorrowFigures.none();
    }

    private BorrowFigures lastMinute(long nanos) {
        if (undrained(nanos)) {
            return BorrowFigures.none();
        }
        return withUse(timedLastMinute, Window.MINUTE, nanos);
    }

    /** Whether the sampler has not come for so long that the last minute is another by now. */
    private boolean undrained(long nanos) {
        return nanos - drainNanos > STALE_AFTER.toNanos();
    }

    private Optional<BorrowTotals> totals() {
        return timing == Timing.EXACT ? Optional.of(borrows.totals()) : Optional.empty();
    }

    private Map<OwnBorrow, Long> counted(Map<OwnBorrow, Long> lent) {
        Map<OwnBorrow, Long> counted = new EnumMap<>(OwnBorrow.class);
        for (OwnBorrow why : OwnBorrow.values()) {
            counted.put(why, lent.getOrDefault(why, 0L));
        }
        if (timing == Timing.EXACT) {
            counted.put(OwnBorrow.STORE, watch.stored());
        } else {
            counted.remove(OwnBorrow.STORE);
        }
        return counted;
    }

    /** @param lent how many {@link OwnBorrows} lent; 0 of what is not in it */
    synchronized PoolObservation observe(long nanos, Reachability reachability, Map<OwnBorrow, Long> lent) {
        boolean everRead = samples > 0;
        Duration age = Duration.ofNanos(nanos - readNanos);
        boolean stale = everRead && age.compareTo(STALE_AFTER) > 0;
        return new PoolObservation(
                pool,
                stale ? Optional.empty() : usage,
                stale || usage.isEmpty() ? OptionalInt.empty() : lostForGood(),
                everRead ? Optional.of(age) : Optional.empty(),
                usageTrouble
                        .or(() -> settingsTrouble)
                        .or(() -> stale ? Optional.of("The last reading is " + age.toSeconds() + " s old") : Optional.empty()),
                settings,
                timing,
                timingReason,
                lastMinute(nanos),
                totals(),
                Duration.ofNanos(saturatedNanos),
                samples,
                gaps,
                reachability,
                counted(lent));
    }
}
