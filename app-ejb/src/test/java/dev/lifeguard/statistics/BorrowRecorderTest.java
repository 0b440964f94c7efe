package dev.lifeguard.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lifeguard.pool.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class BorrowRecorderTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;
    private static final OptionalInt TEN = OptionalInt.of(10);

    private final BorrowRecorder recorder = new BorrowRecorder(0);

    @Test
    void knowsNothingAtFirst() {
        assertThat(recorder.figures(Window.HOUR)).isEqualTo(BorrowFigures.none());
        assertThat(recorder.totals()).isEqualTo(BorrowTotals.none());
        assertThat(recorder.recent(Duration.ofMinutes(5))).isEmpty();
        assertThat(recorder.drain(SECOND)).isEmpty();
        assertThat(recorder.inUse()).isZero();
        assertThat(recorder.waiting()).isZero();
    }

    @Test
    void tellsAtAnyTimeWhatHasGoneThrough() {
        recorder.limit(0, TEN);
        recorder.requested(100 * MILLI);
        recorder.took(110 * MILLI);
        recorder.requested(200 * MILLI);
        recorder.failed(FailureKind.EXHAUSTED);
        recorder.queued();
        assertThat(recorder.flow(510 * MILLI)).isEqualTo(new Flow(3, 1, 400 * MILLI));
        recorder.gave(610 * MILLI);
        Flow undrained = recorder.flow(2 * SECOND);
        assertThat(undrained).isEqualTo(new Flow(3, 1, 500 * MILLI));
        recorder.drain(2 * SECOND);
        assertThat(recorder.flow(2 * SECOND)).isEqualTo(undrained);
        assertThat(recorder.flow(2 * SECOND).since(new Flow(2, 1, 100 * MILLI))).isEqualTo(new Flow(1, 0, 400 * MILLI));
    }

    @Test
    void tellsASecondWhenItHasBeenOverForHalfOne() {
        recorder.limit(0, TEN);
        recorder.requested(100 * MILLI);
        recorder.requested(200 * MILLI);
        recorder.acquired(100 * MILLI, 112 * MILLI, 8 * MILLI, 0);
        recorder.took(112 * MILLI);
        recorder.acquired(200 * MILLI, 201 * MILLI, 0, MILLI / 2);
        recorder.took(201 * MILLI);
        recorder.returned(112 * MILLI, 612 * MILLI);
        recorder.gave(612 * MILLI);
        recorder.failed(FailureKind.EXHAUSTED);
        recorder.opened();
        assertThat(recorder.drain(SECOND + SECOND / 2 - 1)).isEmpty();

        TimedFigures second = recorder.drain(SECOND + SECOND / 2).get(0);
        assertThat(second.startNanos()).isZero();
        assertThat(second.endNanos()).isEqualTo(SECOND);
        BorrowFigures figures = second.figures();
        assertThat(figures.covered()).isEqualTo(Duration.ofSeconds(1));
        assertThat(figures.requests()).isEqualTo(2);
        assertThat(figures.acquisition()).isEqualTo(HistogramTest.of(12 * MILLI, MILLI));
        assertThat(figures.over10ms()).isEqualTo(1);
        assertThat(figures.queueing()).isEqualTo(HistogramTest.of(8 * MILLI));
        assertThat(figures.opening()).isEqualTo(HistogramTest.of(MILLI / 2));
        assertThat(figures.hold()).isEqualTo(HistogramTest.of(500 * MILLI));
        assertThat(figures.failures()).isEqualTo(Map.of(FailureKind.EXHAUSTED, 1L));
        assertThat(figures.inUseMean().getAsDouble()).isEqualTo(0.5 + 0.799, within(1e-12));
        assertThat(figures.utilization().getAsDouble()).isEqualTo(0.1299, within(1e-12));
        assertThat(figures.inUsePeak()).hasValue(2);
        assertThat(figures.waitingPeak()).hasValue(0);
        assertThat(recorder.inUse()).isEqualTo(1);
        assertThat(recorder.figures(Window.SECOND)).isEqualTo(figures);
        assertThat(recorder.totals()).isEqualTo(new BorrowTotals(
                figures.acquisition(), 1, figures.hold(), Map.of(FailureKind.EXHAUSTED, 1L), 1, 0));

        BorrowFigures next = recorder.drain(3 * SECOND).get(0).figures();
        assertThat(next.inUseMean()).hasValue(1);
        assertThat(next.inUsePeak()).hasValue(1);
        assertThat(next.failures()).isEmpty();
        assertThat(next.requests()).isZero();
    }

    @Test
    void whatTheServerDoesNotTellIsAbsent() {
        recorder.limit(0, OptionalInt.empty());
        recorder.acquired(0, MILLI, -1, -1);
        recorder.took(MILLI);
        BorrowFigures figures = recorder.drain(2 * SECOND).get(0).figures();
        assertThat(figures.waitingPeak()).isEmpty();
        assertThat(figures.queueing().count()).isZero();
        assertThat(figures.opening().count()).isZero();
        assertThat(figures.utilization()).isEmpty();
        assertThat(figures.inUseMean().getAsDouble()).isEqualTo(0.999, within(1e-12));
    }

    @Test
    void thePeakOfThoseWaitingIsATrueOne() {
        recorder.limit(0, TEN);
        recorder.queued();
        recorder.queued();
        assertThat(recorder.waiting()).isEqualTo(2);
        recorder.dequeued();
        assertThat(recorder.drain(2 * SECOND).get(0).figures().waitingPeak()).hasValue(2);
        assertThat(recorder.drain(3 * SECOND).get(0).figures().waitingPeak()).hasValue(1);
        recorder.dequeued();
        recorder.drain(4 * SECOND);
        assertThat(recorder.drain(5 * SECOND).get(0).figures().waitingPeak()).hasValue(0);
    }

    @Test
    void countsWhatWasBorrowedBeforeItBegan() {
        BorrowRecorder late = new BorrowRecorder(600 * MILLI);
        late.baseline(600 * MILLI, 4);
        late.limit(600 * MILLI, TEN);
        late.baseline(800 * MILLI, 2);
        assertThat(late.inUse()).isEqualTo(2);
        BorrowFigures figures = late.drain(2 * SECOND).get(0).figures();
        assertThat(figures.covered()).isEqualTo(Duration.ofMillis(400));
        assertThat(figures.inUseMean().getAsDouble()).isEqualTo(3, within(1e-12));
        assertThat(figures.utilization().getAsDouble()).isEqualTo(0.3, within(1e-12));
        assertThat(figures.inUsePeak()).hasValue(4);
    }

    @Test
    void aGapWeighsNothing() {
        recorder.limit(0, TEN);
        recorder.baseline(0, 5);
        recorder.gap(SECOND + 500 * MILLI);
        List<TimedFigures> seconds = drainEachSecond(recorder, 0, 3);
        recorder.limit(4 * SECOND, TEN);
        recorder.baseline(4 * SECOND, 1);
        seconds.addAll(drainEachSecond(recorder, 3, 2));
        assertThat(seconds).extracting(second -> second.figures().covered().toMillis()).containsExactly(1000L, 500L, 0L, 0L, 1000L);
        assertThat(seconds.get(1).figures().inUseMean().getAsDouble()).isEqualTo(5, within(1e-12));
        assertThat(seconds.get(2).figures().inUseMean()).isEmpty();
        assertThat(seconds.get(2).figures().inUsePeak()).isEmpty();
        BorrowFigures figures = recorder.figures(Window.TEN_SECONDS);
        assertThat(figures.covered()).isEqualTo(Duration.ofMillis(2500));
        assertThat(figures.inUseMean().getAsDouble()).isEqualTo(8.5 / 2.5, within(1e-12));
    }

    @Test
    void eachMaxWeighsAsLongAsItWasInForce() {
        recorder.limit(0, TEN);
        recorder.limit(500 * MILLI, OptionalInt.of(20));
        recorder.limit(SECOND + 500 * MILLI, OptionalInt.empty());
        recorder.baseline(0, 5);
        List<TimedFigures> seconds = drainEachSecond(recorder, 0, 3);
        assertThat(seconds.get(0).figures().utilization().getAsDouble()).isEqualTo(0.375, within(1e-12));
        assertThat(seconds.get(1).figures().utilization().getAsDouble()).isEqualTo(0.25, within(1e-12));
        assertThat(seconds.get(2).figures().utilization()).isEmpty();
        assertThat(recorder.figures(Window.TEN_SECONDS).utilization().getAsDouble()).isEqualTo(1.0 / 3, within(1e-12));
    }

    @Test
    void aLongPauseIsOneSpan() {
        recorder.limit(0, TEN);
        recorder.took(500 * MILLI);
        List<TimedFigures> drained = recorder.drain(60 * SECOND + 100 * MILLI);
        assertThat(drained).hasSize(1);
        assertThat(drained.get(0).endNanos()).isEqualTo(60 * SECOND);
        assertThat(drained.get(0).figures().covered()).isEqualTo(Duration.ofSeconds(60));
        assertThat(drained.get(0).figures().inUseMean().getAsDouble()).isEqualTo(59.5 / 60, within(1e-12));
        assertThat(recorder.figures(Window.SECOND)).isEqualTo(BorrowFigures.none());
        assertThat(recorder.figures(Window.MINUTE).covered()).isEqualTo(Duration.ofSeconds(60));
        recorder.gave(60 * SECOND + 200 * MILLI);
        assertThat(recorder.drain(62 * SECOND).get(0).figures().inUseMean().getAsDouble()).isEqualTo(0.2, within(1e-12));
        assertThat(recorder.figures(Window.MINUTE).covered()).isEqualTo(Duration.ofSeconds(1));
        assertThat(recorder.figures(Window.HOUR).covered()).isEqualTo(Duration.ofSeconds(61));
    }

    @Test
    void whatIsToldTooLateMovesAndIsNotLost() {
        recorder.limit(0, TEN);
        recorder.took(500 * MILLI);
        recorder.requested(500 * MILLI);
        List<TimedFigures> seconds = drainEachSecond(recorder, 0, 2);
        recorder.gave(750 * MILLI);
        recorder.returned(500 * MILLI, 750 * MILLI);
        seconds.addAll(drainEachSecond(recorder, 2, 3));
        assertThat(seconds).extracting(second -> second.figures().hold().count()).containsExactly(0L, 0L, 0L, 0L, 1L);
        BorrowFigures figures = recorder.figures(Window.TEN_SECONDS);
        assertThat(inUseNanos(figures)).isEqualTo(250 * MILLI);
        assertThat(figures.requests()).isEqualTo(1);
        assertThat(drainEachSecond(recorder, 5, 1).get(0).figures().inUseMean()).hasValue(0);
    }

    /** The oracle is the list of holds. Windows cut through them; the integral is exact to the nanosecond. */
    @Property(tries = 300)
    void inUseOverAnySecondsIsTheSumOfTheHoldsParts(@ForAll("holds") List<Hold> holds, @ForAll("beginnings") long beginning) {
        BorrowRecorder recorder = new BorrowRecorder(beginning);
        recorder.limit(beginning, TEN);
        long first = Math.floorDiv(beginning, SECOND);
        List<Hold> absolute = holds.stream().map(hold -> new Hold(beginning + hold.start, beginning + hold.end)).toList();
        List<Event> events = events(absolute);
        long last = Math.floorDiv(beginning + 12 * SECOND, SECOND);
        int told = 0;
        for (long second = first; second < last; second++) {
            while (told < events.size() && events.get(told).nanos < (second + 1) * SECOND + 300 * MILLI) {
                events.get(told++).tell.accept(recorder);
            }
            long start = second * SECOND;
            TimedFigures drained = recorder.drain(start + SECOND + 500 * MILLI).get(0);
            assertThat(drained.startNanos()).isEqualTo(start);
            assertThat(inUseNanos(drained.figures())).isEqualTo(part(absolute, start, start + SECOND));
            assertThat(drained.figures().inUsePeak()).hasValue(peak(absolute, start, start + SECOND));
            long ten = Math.max(first, second - 9) * SECOND;
            assertThat(inUseNanos(recorder.figures(Window.TEN_SECONDS))).isEqualTo(part(absolute, ten, start + SECOND));
        }
    }

    record Hold(long start, long end) {}

    private record Event(long nanos, Consumer<BorrowRecorder> tell) {}

    private static List<Event> events(List<Hold> holds) {
        List<Event> events = new ArrayList<>();
        for (Hold hold : holds) {
            events.add(new Event(hold.start, recorder -> recorder.took(hold.start)));
            events.add(new Event(hold.end, recorder -> recorder.gave(hold.end)));
        }
        events.sort(Comparator.comparingLong(Event::nanos));
        return events;
    }

    private static long inUseNanos(BorrowFigures figures) {
        return Math.round(figures.inUseMean().getAsDouble() * figures.covered().toNanos());
    }

    private static long part(List<Hold> holds, long from, long to) {
        return holds.stream().mapToLong(hold -> Math.max(0, Math.min(hold.end, to) - Math.max(hold.start, from))).sum();
    }

    private static int peak(List<Hold> holds, long from, long to) {
        int inUse = (int) holds.stream().filter(hold -> hold.start < from && hold.end >= from).count();
        int peak = inUse;
        for (Event event : events(holds)) {
            if (event.nanos >= from && event.nanos < to) {
                boolean taken = holds.stream().anyMatch(hold -> hold.start == event.nanos);
                inUse += taken ? 1 : -1;
                peak = Math.max(peak, inUse);
            }
        }
        return peak;
    }

    @Provide
    Arbitrary<List<Hold>> holds() {
        Arbitrary<Long> starts = Arbitraries.longs().between(0, 8 * SECOND);
        Arbitrary<Long> lengths = Arbitraries.oneOf(
                Arbitraries.longs().between(1, 50 * MILLI), Arbitraries.longs().between(SECOND / 2, 4 * SECOND));
        // Distinct instants, so that the oracle of the peak needs no order among equal ones.
        return Combinators.combine(starts, lengths)
                .as((start, length) -> new Hold(start, start + length))
                .list()
                .ofMaxSize(40)
                .filter(holds -> holds.stream().flatMap(hold -> Stream.of(hold.start, hold.end)).distinct().count() == 2L * holds.size());
    }

    @Provide
    Arbitrary<Long> beginnings() {
        return Arbitraries.of(0L, 700 * MILLI, -5 * SECOND - 123, 4_000_000_000_000_000_123L, -4_000_000_000_000_000_123L);
    }

    private static List<TimedFigures> drainEachSecond(BorrowRecorder recorder, long first, long number) {
        List<TimedFigures> seconds = new ArrayList<>();
        for (long second = first; second < first + number; second++) {
            seconds.addAll(recorder.drain((second + 1) * SECOND + 500 * MILLI));
        }
        return seconds;
    }
}
