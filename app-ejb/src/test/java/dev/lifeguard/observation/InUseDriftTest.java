package dev.lifeguard.observation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InUseDriftTest {

    private final InUseDrift drift = new InUseDrift();
    private int unseen;

    @Test
    void whatTheServerCountsBeforeAnybodyIsSeenIsUnseenByTheTap() {
        assertThat(missing(4)).as("from the first reading on").isEqualTo(4);
        assertThat(missing(7)).as("three of them only come and go").isEqualTo(4);
        assertThat(missing(3)).isEqualTo(3);
        assertThat(missing(9, 3)).isEqualTo(3);
    }

    @Test
    void whatComesAndGoesIsNot() {
        missing(10, 0);
        for (int reading = 0; reading < 50; reading++) {
            assertThat(missing(reading % 7 == 0 ? 0 : 5)).isZero();
            assertThat(missing(reading % 5 == 0 ? 0 : -5)).isZero();
        }
    }

    @Test
    void goesAsTheyComeBackAndMakesUpForReturnsThatWereMissed() {
        missing(10, 5);
        assertThat(missing(10, 3)).isEqualTo(3);
        assertThat(missing(10, -1)).isEqualTo(-1);
        assertThat(missing(10, -1)).isEqualTo(-1);
        assertThat(missing(10, 0)).as("the return was told after all").isZero();
    }

    @Test
    void whatTheServerCountsLaterOnIsBeingValidatedOrOpened() {
        missing(10, 0);
        assertThat(missing(100, 20)).isZero();
        drift.reset();
        unseen = 0;
        assertThat(missing(10, 20)).isEqualTo(20);
    }

    /** The server counts so many more than the tap does by itself. */
    private int missing(int readings, int number) {
        for (int reading = 0; reading < readings; reading++) {
            missing(number);
        }
        return unseen;
    }

    private int missing(int number) {
        unseen = drift.unseen(number - unseen);
        return unseen;
    }
}
