package dev.lifeguard.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.web.problem.ProblemType;
import jakarta.servlet.ServletException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {

    private static final Peer HERE = new Peer("127.0.0.1", false);
    private static final Peer FAR = new Peer("192.0.2.1", false);
    private static final Credentials RIGHT = new Credentials("operator", "right");
    private static final Credentials WRONG = new Credentials("operator", "wrong");

    private final TurnedClock clock = new TurnedClock();
    private int asked;

    @Test
    void theRealmSaysWhoItIs() {
        Login login = new Login(false, clock);
        assertThat(login.attempt(HERE, RIGHT, this::realm)).isEmpty();
        assertThat(login.attempt(HERE, WRONG, this::realm).map(Refusal::type)).contains(ProblemType.UNAUTHENTICATED);
    }

    @Test
    void aPasswordThatOthersCouldReadIsNotEvenLookedAt() {
        assertThat(new Login(false, clock).attempt(FAR, RIGHT, this::realm).map(Refusal::type)).contains(ProblemType.INSECURE);
        assertThat(asked).isZero();
        assertThat(new Login(true, clock).attempt(FAR, RIGHT, this::realm)).isEmpty();
        assertThat(new Login(false, clock).attempt(new Peer(FAR.address(), true), RIGHT, this::realm)).isEmpty();
    }

    @Test
    void afterTooManyFailuresNoPasswordIsLookedAtForATime() {
        Login login = new Login(true, clock);
        for (int failure = 0; failure < LoginLimit.PER_NAME; failure++) {
            login.attempt(FAR, WRONG, this::realm);
        }
        Optional<Refusal> refusal = login.attempt(FAR, RIGHT, this::realm);
        assertThat(refusal.map(Refusal::type)).contains(ProblemType.RATE_LIMITED);
        Duration wait = refusal.flatMap(Refusal::retryAfter).orElseThrow();
        assertThat(asked).isEqualTo(LoginLimit.PER_NAME);
        assertThat(login.attempt(HERE, RIGHT, this::realm)).isEmpty();
        clock.turn(wait);
        assertThat(login.attempt(FAR, RIGHT, this::realm)).isEmpty();
    }

    @Test
    void whoIsRightIsNeverTooOften() {
        Login login = new Login(false, clock);
        for (int time = 0; time < 10 * LoginLimit.PER_ADDRESS; time++) {
            assertThat(login.attempt(HERE, RIGHT, this::realm)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "oper\nator", "operator\r", "\u001b[2J", "oper\u2028ator", "oper\u202eator"})
    void aNameThatNobodyCanHaveIsNotEvenAskedFor(String name) {
        assertThat(new Login(false, clock).attempt(HERE, new Credentials(name, "right"), this::realm).map(Refusal::type))
                .contains(ProblemType.UNAUTHENTICATED);
        assertThat(asked).isZero();
    }

    @Test
    void aNameInTheLogIsOneLineOfPlainLetters() {
        assertThat(Login.printable("o\r\nWARNING all is well\u001b[2J\u2028'\"<")).isEqualTo("'o??WARNING all is well??2J????'");
        assertThat(Login.printable("Jörg.Müller@example.org")).isEqualTo("'Jörg.Müller@example.org'");
        assertThat(Login.printable("x".repeat(1_000_000))).hasSize(67);
    }

    private void realm(String name, String password) throws ServletException {
        asked++;
        if (!new Credentials(name, password).equals(RIGHT)) {
            throw new ServletException("unknown");
        }
    }
}
