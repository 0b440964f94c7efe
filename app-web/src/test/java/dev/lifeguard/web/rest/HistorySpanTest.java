package dev.lifeguard.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeguard.web.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class HistorySpanTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:30Z");

    @Test
    void byDefaultItIsTheLastHourInMinutes() {
        assertThat(span(null, null, null)).isEqualTo(new HistorySpan(
                Instant.parse("2026-11-24T11:00:00Z"), Instant.parse("2026-11-24T12:01:00Z"), Duration.ofMinutes(1)));
    }

    @Test
    void aLongSpanHasLongerSteps() {
        assertThat(span("2026-11-23T12:00:30Z", null, null).step()).isEqualTo(Duration.ofMinutes(1));
        assertThat(span("2026-11-20T12:00:00Z", null, null).step()).isEqualTo(Duration.ofMinutes(5));
        assertThat(span("2026-10-25T12:00:00Z", null, null).step()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aStepThatIsAskedForIsTaken() {
        assertThat(span("2026-11-24T11:07:00Z", "2026-11-24T11:20:00Z", "PT10M")).isEqualTo(new HistorySpan(
                Instant.parse("2026-11-24T11:00:00Z"), Instant.parse("2026-11-24T11:20:00Z"), Duration.ofMinutes(10)));
    }

    @Property
    void itIsWholeStepsAndNeverTooMany(@ForAll @LongRange(min = 1, max = 31 * 86_400) long seconds) {
        HistorySpan span = HistorySpan.of(Optional.of(NOW.minusSeconds(seconds)), Optional.empty(), Optional.empty(), NOW);
        long step = span.step().toSeconds();
        assertThat(span.from().getEpochSecond() % step).isZero();
        assertThat(span.to().getEpochSecond() % step).isZero();
        assertThat(span.from()).isBeforeOrEqualTo(NOW.minusSeconds(seconds));
        assertThat(span.to()).isAfterOrEqualTo(NOW);
        assertThat(Duration.between(span.from(), span.to()).dividedBy(span.step())).isBetween(1L, (long) HistorySpan.MOST_STEPS);
    }

    @Test
    void whatCannotBeToldIsRefused() {
        assertRefused("2026-11-24T12:00:30Z", null, null, "it must be before to");
        assertRefused("2026-10-01T00:00:00Z", null, null, "at most PT744H are told at once");
        assertRefused("1969-01-01T00:00:00Z", "1969-01-02T00:00:00Z", null, "it must be from 2000-01-01T00:00:00Z");
        assertRefused(null, "+999999999-12-31T23:59:59Z", null, "it must be from 2000-01-01T00:00:00Z");
        assertRefused("-999999999-01-01T00:00:00Z", null, null, "it must be before to");
        assertRefused(null, null, "PT30S", "it must be whole minutes");
        assertRefused(null, null, "PT90S", "it must be whole minutes");
        assertRefused(null, null, "PT0S", "it must be whole minutes");
        assertRefused(null, null, "P2D", "it must be whole minutes");
        assertRefused("2026-11-20T12:00:00Z", null, "PT1M", "more than 1500 steps");
    }

    private static void assertRefused(String from, String to, String step, String why) {
        assertThatThrownBy(() -> span(from, to, step)).isInstanceOf(ProblemException.class).hasMessageContaining(why);
    }

    private static HistorySpan span(String from, String to, String step) {
        return HistorySpan.of(
                Optional.ofNullable(from).map(Instant::parse),
                Optional.ofNullable(to).map(Instant::parse),
                Optional.ofNullable(step).map(Duration::parse),
                NOW);
    }
}
