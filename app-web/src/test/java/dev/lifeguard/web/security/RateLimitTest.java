package dev.lifeguard.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private static final String KEY = "key";

    private final TurnedClock clock = new TurnedClock();
    private final RateLimit limit = new RateLimit(6, Duration.ofMinutes(1), clock);

    @Test
    void asManyAsTheLimitMayComeAtOnceAndThenOneAfterTheOther() {
        for (int event = 0; event < 6; event++) {
            assertThat(limit.take(KEY)).isEmpty();
        }
        assertThat(limit.take(KEY)).contains(Duration.ofSeconds(10));
        clock.turn(Duration.ofSeconds(4));
        assertThat(limit.take(KEY)).contains(Duration.ofSeconds(6));
        clock.turn(Duration.ofSeconds(6));
        assertThat(limit.take(KEY)).isEmpty();
        assertThat(limit.take(KEY)).contains(Duration.ofSeconds(10));
    }

    @Test
    void afterAPeriodNothingIsOwed() {
        for (int event = 0; event < 6; event++) {
            limit.count(KEY);
        }
        clock.turn(Duration.ofHours(1));
        for (int event = 0; event < 6; event++) {
            assertThat(limit.take(KEY)).isEmpty();
        }
        assertThat(limit.take(KEY)).isPresent();
    }

    @Test
    void whatIsCountedBeyondTheLimitHasToBeWaitedForToo() {
        for (int event = 0; event < 9; event++) {
            limit.count(KEY);
        }
        assertThat(limit.waitFor(KEY)).contains(Duration.ofSeconds(40));
    }

    @Test
    void aClockThatGoesOnMeanwhileTakesNothingAway() {
        RateLimit one = new RateLimit(1, Duration.ofMinutes(1), () -> {
            clock.turn(Duration.ofMillis(1));
            return clock.instant();
        });
        assertThat(one.take(KEY)).isEmpty();
        assertThat(one.take(KEY)).isPresent();
    }

    @Test
    void keysDoNotDisturbEachOther() {
        for (int event = 0; event < 6; event++) {
            limit.count("other");
        }
        assertThat(limit.waitFor(KEY)).isEmpty();
    }

    @Test
    void theKeyLongestNotSeenIsForgottenFirst() {
        for (int event = 0; event < 6; event++) {
            limit.count(KEY);
            limit.count("old");
        }
        for (int other = 0; other < RateLimit.MOST_KEYS - 1; other++) {
            assertThat(limit.waitFor(KEY)).isPresent();
            limit.count("other " + other);
        }
        assertThat(limit.waitFor(KEY)).isPresent();
        assertThat(limit.waitFor("old")).isEmpty();
    }
}
