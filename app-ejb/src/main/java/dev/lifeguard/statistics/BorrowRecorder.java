package dev.lifeguard.statistics;

import dev.lifeguard.pool.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Function;

/**
 * All that is recorded of the borrows of one pool. What the borrowing threads tell is taken without a lock and, in the steady state,
 * without an allocation; once a second one thread {@link #drain}s it into the series of the last hour, which any thread may read. All times
 * are those of one monotonic clock.
 *
 * <p><b>Which second.</b> A recording goes to the second of its own time stamp, whenever it is told. A second is drained half a second
 * after its end, so that threads that were held up in between are still in time; there is room for four seconds. A recording that comes
 * even later is in the second that took its second's place, four later: it moves, and none is lost or counted twice. If the drain itself
 * comes so late that two seconds have shared their place, all of them become one span, as long as it was.
 *
 * <p><b>Connections in use</b> are integrated over every single event: with L in use at the start of a span [a, b), those taken at tᵢ and
 * those given back at rⱼ in it, ∫ in use dt = L·(b − a) + Σ(b − tᵢ) − Σ(b − rⱼ) = L·(b − a) + n·b − (Σtᵢ − Σrⱼ), n being taken less given.
 * So a second needs n and the difference of the sums, two numbers. The sums wrap around, but modulo 2⁶⁴ the result is exact, as it fits
 * itself: over any seconds it is the sum of the parts of the holds in them, to the nanosecond. A late recording makes good in its later
 * second what was missing in its own.
 *
 * <p><b>What is not told with a time</b>, failures and the number waiting, is in the span that is drained next: up to two and a half
 * seconds early where that is once a second.
 */
public final class BorrowRecorder {

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long GRACE_NANOS = 500_000_000L;
    private static final long TEN_MILLIS = 10_000_000L;
    /** A power of two. */
    private static final int SECONDS = 4;
    private static final int FLOW_ATTEMPTS = 100;
    /** The lower half of such a number is how many are in use, the upper one how often that has changed. */
    private static final long CHANGE = 1L << Integer.SIZE;
    private static final FailureKind[] KINDS = FailureKind.values();

    private final SecondRecorder[] seconds = new SecondRecorder[SECONDS];
    private final AtomicLong inUse = new AtomicLong();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger waitingPeak = new AtomicInteger();
    private volatile boolean waitingTold;
    private final AtomicLongArray failures = new AtomicLongArray(KINDS.length);
    private final AtomicLong opened = new AtomicLong();
    private final AtomicLong closed = new AtomicLong();

    // All that follows is guarded by this.
    private final Series series = new Series();
    private final Limits limits;
    private int baseline;
    /** The first second that is not drained. */
    private long nextSecond;
    private long inUseAtNextSecond;
    /** What of {@link #inUse} is drained. */
    private long drainedChanges;
    /** Of the second that was drained last. */
    private int inUsePeak;
    private Histogram acquisition = Histogram.empty();
    private Histogram hold = Histogram.empty();
    private long over10ms;
    private long drainedRequests;
    private long drainedInUseNanos;
    private Map<FailureKind, Long> drainedFailures = Map.of();
    private Flow lastFlow = new Flow(0, 0, 0);

    /** @param nanos now; of what was before nothing is known */
    public BorrowRecorder(long nanos) {
        for (int i = 0; i < SECONDS; i++) {
            seconds[i] = new SecondRecorder();
        }
        limits = new Limits(nanos);
        nextSecond = Math.floorDiv(nanos, SECOND_NANOS);
    }

    /** An application asked for a connection. */
    public void requested(long nanos) {
        secondOf(nanos).stripe().requests.getAndIncrement();
    }

    /** A request has to queue. */
    public void queued() {
        int now = waiting.incrementAndGet();
        if (now > waitingPeak.get()) {
            waitingPeak.accumulateAndGet(now, Math::max);
        }
        tellsWaiting();
    }

    /** A request does not queue any longer. Once for each {@link #queued}. */
    public void dequeued() {
        int now;
        do {
            now = waiting.get();
        } while (now > 0 && !waiting.compareAndSet(now, now - 1));
    }

    /** Nobody will tell when those who queue now stop to: they count no longer. */
    public void nobodyWaits() {
        waiting.set(0);
    }

    /**
     * An application got a connection.
     *
     * @param queuedNanos how much of the time it queued, 0 if it did not; −1 if the server does not tell
     * @param openingNanos how much of the time the pool opened connections, 0 if it opened none; −1 if the server does not tell
     */
    public void acquired(long requestedNanos, long acquiredNanos, long queuedNanos, long openingNanos) {
        SecondRecorder.Stripe stripe = secondOf(acquiredNanos).stripe();
        long nanos = acquiredNanos - requestedNanos;
        stripe.acquisition.record(nanos);
        if (nanos > TEN_MILLIS) {
            stripe.over10ms.getAndIncrement();
        }
        if (queuedNanos > 0) {
            stripe.queueing.record(queuedNanos);
        }
        if (openingNanos > 0) {
            stripe.opening.record(openingNanos);
        }
        if (queuedNanos >= 0) {
            tellsWaiting();
        }
    }

    private void tellsWaiting() {
        // Written once: a line that is written again and again is fetched again and again.
        if (!waitingTold) {
            waitingTold = true;
        }
    }

    /** An application's request ended without a connection. */
    public void failed(FailureKind kind) {
        failures.getAndIncrement(kind.ordinal());
    }

    /**
     * A connection is in use from here, whoever has it.
     *
     * @return how many are now
     */
    public int took(long nanos) {
        return change(nanos, 1);
    }

    /** A connection is not in use any longer. Once for each {@link #took}. */
    public void gave(long nanos) {
        change(nanos, -1);
    }

    private int change(long nanos, int by) {
        SecondRecorder second = secondOf(nanos);
        int now = (int) inUse.addAndGet(CHANGE + by);
        second.reached(Math.max(now, now - by));
        SecondRecorder.Stripe stripe = second.stripe();
        // In this order, by which flow() knows whether it has seen both.
        stripe.takenNanos.getAndAdd(by * nanos);
        stripe.taken.getAndAdd(CHANGE + by);
        return now;
    }

    /** An application's connection came back. */
    public void returned(long acquiredNanos, long returnedNanos) {
        secondOf(returnedNanos).stripe().hold.record(returnedNanos - acquiredNanos);
    }

    /** The pool opened a physical connection. */
    public void opened() {
        opened.getAndIncrement();
    }

    /** The pool closed a physical connection. */
    public void closed() {
        closed.getAndIncrement();
    }

    private SecondRecorder secondOf(long nanos) {
        return seconds[(int) Math.floorDiv(nanos, SECOND_NANOS) & (SECONDS - 1)];
    }

    /** From here so many connections are in use that were borrowed before anything was recorded; none at first. */
    public synchronized void baseline(long nanos, int inUse) {
        change(nanos, inUse - baseline);
        baseline = inUse;
    }

    /**
     * From here the pool is watched, and this max is in force. Costs next to nothing where it is so already.
     *
     * @param nanos not before the last call of this or of {@link #gap}
     * @param max empty without a limit
     */
    public synchronized void limit(long nanos, OptionalInt max) {
        limits.change(nanos, Optional.of(max));
    }

    /**
     * From here nothing is known, until the next {@link #limit}: the time is not covered, and the baseline is 0. Of the connections in use
     * the caller gives back those whose return it will not see.
     */
    public synchronized void gap(long nanos) {
        baseline(nanos, 0);
        limits.change(nanos, Optional.empty());
    }

    /**
     * Moves the seconds that are over into the series. By one thread, at least every two seconds; if it comes later, the seconds since are
     * one.
     *
     * @return what was moved: usually a second or nothing
     */
    public synchronized List<TimedFigures> drain(long nowNanos) {
        List<TimedFigures> drained = new ArrayList<>();
        long running = Math.floorDiv(nowNanos, SECOND_NANOS);
        if (running - nextSecond >= SECONDS) {
            drained.add(TimedFigures.of(drainUntil(running)));
        }
        long over = Math.floorDiv(nowNanos - GRACE_NANOS, SECOND_NANOS);
        while (nextSecond < over) {
            drained.add(TimedFigures.of(drainUntil(nextSecond + 1)));
        }
        return drained;
    }

    private Span drainUntil(long endSecond) {
        long startNanos = nextSecond * SECOND_NANOS;
        long endNanos = endSecond * SECOND_NANOS;
        List<SecondRecorder> over = new ArrayList<>();
        for (long second = nextSecond; second < Math.min(endSecond, nextSecond + SECONDS); second++) {
            over.add(seconds[(int) second & (SECONDS - 1)]);
        }
        long changes = sum(over, stripe -> stripe.taken);
        int taken = (int) changes;
        long takenNanos = sum(over, stripe -> stripe.takenNanos);
        int reached = over.stream().mapToInt(SecondRecorder::drainInUsePeak).max().getAsInt();
        // Where nothing happened it stayed as it was; what is told late may make that look higher than it ever was.
        inUsePeak = reached > 0 ? reached : (int) Math.min(inUseAtNextSecond, inUsePeak);
        long inUseNanos = inUseAtNextSecond * (endNanos - startNanos) + taken * endNanos - takenNanos;
        Limits.Cover cover = limits.cover(startNanos, endNanos);
        boolean covered = cover.coveredNanos() > 0;
        Map<FailureKind, Long> failedSoFar = failures();
        Span span = new Span(
                startNanos,
                endNanos,
                cover.coveredNanos(),
                sum(over, stripe -> stripe.requests),
                histogram(over, stripe -> stripe.acquisition),
                sum(over, stripe -> stripe.over10ms),
                histogram(over, stripe -> stripe.queueing),
                histogram(over, stripe -> stripe.opening),
                histogram(over, stripe -> stripe.hold),
                difference(failedSoFar, drainedFailures),
                covered ? inUseNanos : 0,
                covered ? inUseNanos * cover.nanosPerMax() / cover.coveredNanos() : 0,
                cover.limitedNanos(),
                covered ? inUsePeak : Span.ABSENT,
                waitingTold && covered ? waitingPeak.getAndSet(waiting.get()) : Span.ABSENT);
        nextSecond = endSecond;
        inUseAtNextSecond += taken;
        drainedChanges += changes;
        drainedRequests += span.requests();
        drainedInUseNanos += inUseNanos;
        drainedFailures = failedSoFar;
        acquisition = acquisition.plus(span.acquisition());
        hold = hold.plus(span.hold());
        over10ms += span.over10ms();
        series.add(span);
        return span;
    }

    private static long sum(List<SecondRecorder> seconds, Function<SecondRecorder.Stripe, AtomicLong> counter) {
        return seconds.stream().mapToLong(second -> second.drain(counter)).sum();
    }

    private static Histogram histogram(List<SecondRecorder> seconds, Function<SecondRecorder.Stripe, HistogramRecorder> recorder) {
        Tally tally = new Tally();
        seconds.forEach(second -> second.drainTo(tally, recorder));
        return tally.histogram();
    }

    private Map<FailureKind, Long> failures() {
        Map<FailureKind, Long> some = new EnumMap<>(FailureKind.class);
        for (FailureKind kind : KINDS) {
            long number = failures.get(kind.ordinal());
            if (number > 0) {
                some.put(kind, number);
            }
        }
        return some;
    }

    private static Map<FailureKind, Long> difference(Map<FailureKind, Long> later, Map<FailureKind, Long> earlier) {
        Map<FailureKind, Long> difference = new EnumMap<>(FailureKind.class);
        later.forEach((kind, number) -> {
            long more = number - earlier.getOrDefault(kind, 0L);
            if (more > 0) {
                difference.put(kind, more);
            }
        });
        return Map.copyOf(difference);
    }

    /** What was seen over the window that ends with the last second drained. */
    public synchronized BorrowFigures figures(Window window) {
        List<Span> spans = series.of(window);
        return spans.isEmpty() ? BorrowFigures.none() : Span.merged(spans).figures();
    }

    /**
     * What the last so much time looked like, oldest first: points of ten seconds, and of a second each since the last ten were full.
     *
     * @param length five minutes is all there is
     */
    public synchronized List<TimedFigures> recent(Duration length) {
        return series.recent(series.endNanos() - length.toNanos()).stream().map(TimedFigures::of).toList();
    }

    /** Since this was made, as far as it is drained. */
    public synchronized BorrowTotals totals() {
        return new BorrowTotals(acquisition, over10ms, hold, drainedFailures, opened.get(), closed.get());
    }

    /**
     * What has gone through the pool until now. Cheap; not exact to the last request, as those that end in between may be in it or not. Of
     * each borrow and return its number and its time are seen together or not at all, as a sum that lacked one time stamp would be off by as
     * much: where a thread stays in between, it is the flow that was seen before.
     */
    public synchronized Flow flow(long nowNanos) {
        for (int attempt = 0; attempt < FLOW_ATTEMPTS; attempt++) {
            // What has ended before, and begun since: if that is the same, nothing is half told.
            long ended = read(stripe -> stripe.taken);
            long takenNanos = read(stripe -> stripe.takenNanos);
            if (drainedChanges + ended == inUse.get()) {
                lastFlow = flow(nowNanos, (int) ended, takenNanos);
                return lastFlow;
            }
            Thread.onSpinWait();
        }
        return lastFlow;
    }

    private Flow flow(long nowNanos, long taken, long takenNanos) {
        long ended = drainedRequests + read(stripe -> stripe.requests);
        long failed = 0;
        for (int kind = 0; kind < KINDS.length; kind++) {
            failed += failures.get(kind);
        }
        long inUseNanos = inUseAtNextSecond * (nowNanos - nextSecond * SECOND_NANOS)
                + taken * nowNanos - takenNanos;
        return new Flow(ended + waiting.get(), ended - failed, drainedInUseNanos + inUseNanos);
    }

    private long read(Function<SecondRecorder.Stripe, AtomicLong> counter) {
        return Arrays.stream(seconds).mapToLong(second -> second.read(counter)).sum();
    }

    /** Connections in use now, the baseline included. */
    public int inUse() {
        return (int) inUse.get();
    }

    /** Requests queued now; 0 if the server does not tell. */
    public int waiting() {
        return waiting.get();
    }
}
