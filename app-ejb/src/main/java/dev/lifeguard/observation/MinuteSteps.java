package dev.lifeguard.observation;

import dev.lifeguard.statistics.Histogram;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Puts the minutes of one pool together to longer steps. Means are weighted with the samples that each minute rests on, peaks are the
 * highest of all, times of borrows are merged, and what was in force is that of the last minute.
 */
public final class MinuteSteps {

    private final long stepSeconds;
    private final List<PoolMinute> steps = new ArrayList<>();
    private Step running;

    /** @param step of whole minutes; they begin at its multiples since the epoch */
    public MinuteSteps(Duration step) {
        this.stepSeconds = step.toSeconds();
    }

    /** @param minute none earlier than those before */
    public void add(PoolMinute minute) {
        Instant start = Instant.ofEpochSecond(Math.floorDiv(minute.minute().getEpochSecond(), stepSeconds) * stepSeconds);
        if (running == null || !running.start.equals(start)) {
            end();
            running = new Step(start);
        }
        running.add(minute);
    }

    /** All of them. Takes no minute afterwards. */
    public List<PoolMinute> end() {
        if (running != null) {
            steps.add(running.made());
            running = null;
        }
        return steps;
    }

    private static final class Step {

        private final Instant start;
        private PoolMinute last;
        private int samples;
        private int gaps;
        private final WeightedMean utilization = new WeightedMean();
        private OptionalDouble utilizationPeak = OptionalDouble.empty();
        private int inUsePeak;
        private OptionalInt waitingPeak = OptionalInt.empty();
        private int saturatedMillis;
        private PoolMinute.Borrows borrows;
        private final WeightedMean inUse = new WeightedMean();

        private Step(Instant start) {
            this.start = start;
        }

        private void add(PoolMinute minute) {
            last = minute;
            samples += minute.samples();
            gaps += minute.gaps();
            utilization.add(minute.utilizationMean(), minute.samples());
            if (minute.utilizationPeak().isPresent()) {
                utilizationPeak = OptionalDouble.of(Math.max(utilizationPeak.orElse(0), minute.utilizationPeak().getAsDouble()));
            }
            inUsePeak = Math.max(inUsePeak, minute.inUsePeak());
            if (minute.waitingPeak().isPresent()) {
                waitingPeak = OptionalInt.of(Math.max(waitingPeak.orElse(0), minute.waitingPeak().getAsInt()));
            }
            saturatedMillis += minute.saturatedMillis();
            minute.borrows().ifPresent(more -> {
                inUse.add(more.inUseMean(), minute.samples());
                borrows = borrows == null ? more : sum(borrows, more);
            });
        }

        private static PoolMinute.Borrows sum(PoolMinute.Borrows one, PoolMinute.Borrows other) {
            Histogram acquisition = one.acquisition().plus(other.acquisition());
            return new PoolMinute.Borrows(
                    one.requests() + other.requests(),
                    acquisition,
                    one.over10ms() + other.over10ms(),
                    one.hold().plus(other.hold()),
                    one.exhaustions() + other.exhaustions(),
                    one.failures() + other.failures(),
                    OptionalDouble.empty());
        }

        private PoolMinute made() {
            return new PoolMinute(
                    last.pool(), last.poolName(), start, samples, gaps, utilization.value(), utilizationPeak, inUsePeak, waitingPeak,
                    saturatedMillis, last.min(), last.max(), last.timing(), borrowsMade());
        }

        private Optional<PoolMinute.Borrows> borrowsMade() {
            return Optional.ofNullable(borrows).map(all -> new PoolMinute.Borrows(
                    all.requests(), all.acquisition(), all.over10ms(), all.hold(), all.exhaustions(), all.failures(), inUse.value()));
        }
    }
}
