package dev.lifeguard.statistics;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What happens at a pool in one second, told by many threads, until one thread drains it. Threads share a stripe only by chance; a stripe
 * is made when a thread first needs it. There are four at most: a pool's own lock lets no more through than they bear.
 */
final class SecondRecorder {

    private static final int MOST_STRIPES = 4;
    private static final int STRIPES = Math.min(MOST_STRIPES, Integer.highestOneBit(Runtime.getRuntime().availableProcessors()));

    private final AtomicReferenceArray<Stripe> stripes = new AtomicReferenceArray<>(STRIPES);
    private final AtomicInteger inUsePeak = new AtomicInteger();

    /** That of the calling thread. */
    Stripe stripe() {
        int index = (int) Thread.currentThread().getId() & (STRIPES - 1);
        Stripe stripe = stripes.get(index);
        return stripe == null ? makeStripe(index) : stripe;
    }

    private Stripe makeStripe(int index) {
        Stripe made = new Stripe();
        Stripe other = stripes.compareAndExchange(index, null, made);
        return other == null ? made : other;
    }

    void reached(int inUse) {
        if (inUse > inUsePeak.get()) {
            inUsePeak.accumulateAndGet(inUse, Math::max);
        }
    }

    int drainInUsePeak() {
        return inUsePeak.getAndSet(0);
    }

    long drain(Function<Stripe, AtomicLong> counter) {
        return sum(stripe -> counter.apply(stripe).getAndSet(0));
    }

    long read(Function<Stripe, AtomicLong> counter) {
        return sum(stripe -> counter.apply(stripe).get());
    }

    private long sum(ToLongFunction<Stripe> number) {
        long sum = 0;
        for (int index = 0; index < STRIPES; index++) {
            Stripe stripe = stripes.get(index);
            sum += stripe == null ? 0 : number.applyAsLong(stripe);
        }
        return sum;
    }

    void drainTo(Tally tally, Function<Stripe, HistogramRecorder> recorder) {
        for (int index = 0; index < STRIPES; index++) {
            Stripe stripe = stripes.get(index);
            if (stripe != null) {
                recorder.apply(stripe).drainTo(tally);
            }
        }
    }

    static final class Stripe {
        final AtomicLong requests = new AtomicLong();
        final AtomicLong over10ms = new AtomicLong();
        /** Connections taken less those given, and in the upper half how many that were. */
        final AtomicLong taken = new AtomicLong();
        /** The instants of taking less those of giving; may wrap around. */
        final AtomicLong takenNanos = new AtomicLong();
        final HistogramRecorder acquisition = new HistogramRecorder();
        final HistogramRecorder queueing = new HistogramRecorder();
        final HistogramRecorder opening = new HistogramRecorder();
        final HistogramRecorder hold = new HistogramRecorder();
    }
}
