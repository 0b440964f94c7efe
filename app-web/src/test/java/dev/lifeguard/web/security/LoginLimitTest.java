package dev.lifeguard.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginLimitTest {

    private static final String ATTACKER = "192.0.2.1";
    private static final String OTHER = "192.0.2.2";

    private final TurnedClock clock = new TurnedClock();
    private final LoginLimit limit = new LoginLimit(clock);

    @Test
    void aNameThatIsGuessedAtIsClosedToWhoeverGuesses() {
        fail(LoginLimit.PER_NAME, ATTACKER, "operator");
        assertThat(limit.waitFor(ATTACKER, "operator")).contains(LoginLimit.PERIOD.dividedBy(LoginLimit.PER_NAME));
        assertThat(limit.waitFor(ATTACKER, "viewer")).isEmpty();
    }

    @Test
    void nobodyElsewhereIsLockedOutByThat() {
        fail(LoginLimit.PER_ADDRESS, ATTACKER, "operator");
        assertThat(limit.waitFor(OTHER, "operator")).isEmpty();
    }

    @Test
    void manyAddressesTogetherHaveFewGuessesEach() {
        fail(LoginLimit.PER_NAME, ATTACKER, "operator");
        fail(LoginLimit.PER_BOTH - 1, OTHER, "operator");
        assertThat(limit.waitFor(OTHER, "operator")).isEmpty();
        fail(1, OTHER, "operator");
        assertThat(limit.waitFor(OTHER, "operator")).isPresent();
    }

    @Test
    void anAddressThatTriesManyNamesIsClosed() {
        for (int name = 0; name < LoginLimit.PER_ADDRESS; name++) {
            assertThat(limit.waitFor(ATTACKER, "user" + name)).isEmpty();
            fail(1, ATTACKER, "user" + name);
        }
        assertThat(limit.waitFor(ATTACKER, "another")).contains(LoginLimit.PERIOD.dividedBy(LoginLimit.PER_ADDRESS));
    }

    @Test
    void timeOpensAgain() {
        fail(LoginLimit.PER_ADDRESS, ATTACKER, "operator");
        clock.turn(limit.waitFor(ATTACKER, "operator").orElseThrow());
        assertThat(limit.waitFor(ATTACKER, "operator")).isEmpty();
        fail(1, ATTACKER, "operator");
        assertThat(limit.waitFor(ATTACKER, "operator")).isPresent();
        clock.turn(Duration.ofHours(1));
        fail(1, ATTACKER, "operator");
        assertThat(limit.waitFor(ATTACKER, "operator")).isEmpty();
    }

    private void fail(int times, String address, String name) {
        for (int time = 0; time < times; time++) {
            limit.failed(address, name);
        }
    }
}
