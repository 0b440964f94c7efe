package dev.lifeguard.observation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InUseDriftTest {

    private final InUseDrift drift = new InUseDrift();

    @Test
    void whatStandsInEveryReadingIsUnseenByTheTap() {
        readings(9, 4);
        assertThat(drift.unseen(3)).isEqualTo(3);
        readings(10, 0);
        assertThat(drift.unseen(0)).as("it is counted by now").isEqualTo(3);
    }

    @Test
    void whatComesAndGoesIsNot() {
        for (int reading = 0; reading < 50; reading++) {
            assertThat(drift.unseen(reading % 7 == 0 ? 0 : 5)).isZero();
            assertThat(drift.unseen(reading % 5 == 0 ? 0 : -5)).isZero();
        }
    }

    @Test
    void goesAsTheyComeBackAndMakesUpForReturnsThatWereMissed() {
        readings(10, 5);
        assertThat(readings(10, -2)).isEqualTo(3);
        assertThat(readings(10, -4)).isEqualTo(-1);
        assertThat(readings(10, 0)).isEqualTo(-1);
    }

    @Test
    void whatTheServerCountsLaterOnIsBeingValidatedOrOpened() {
        readings(10, 0);
        assertThat(readings(100, 20)).isZero();
        drift.reset();
        assertThat(readings(10, 20)).isEqualTo(20);
    }

    private int readings(int number, int difference) {
        int unseen = 0;
        for (int reading = 0; reading < number; reading++) {
            unseen = drift.unseen(difference);
        }
        return unseen;
    }
}
