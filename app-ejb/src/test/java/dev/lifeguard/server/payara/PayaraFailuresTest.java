package dev.lifeguard.server.payara;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.pool.FailureKind;
import java.net.ConnectException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** The chains of causes are as Payara 6.2025.9 threw them, with its own classes put as plain exceptions. */
class PayaraFailuresTest {

    private static final String FULL =
            "In-use connections equal max-pool-size and expired max-wait-time. Cannot allocate more connections.";
    private static final String OUTER = "Error in allocating a connection. Cause: ";

    @Test
    void aFullPoolIsExhausted() {
        Throwable failure = new SQLException(OUTER + FULL, new Exception(OUTER + FULL, new Exception(FULL)));

        assertThat(PayaraFailures.kindOf(failure)).isEqualTo(FailureKind.EXHAUSTED);
    }

    @Test
    void theMessageInsideIsEnough() {
        assertThat(PayaraFailures.kindOf(new IllegalStateException("no query", new SQLException(FULL)))).isEqualTo(FailureKind.EXHAUSTED);
    }

    @Test
    void whatTheDatabaseSaysInsideCounts() {
        Throwable refused = new SQLException(OUTER + "…", new Exception("…", new SQLException("password authentication failed", "28P01")));
        Throwable away = new SQLException(OUTER + "…", new Exception("…", new SQLException("refused", "08001", new ConnectException())));

        assertThat(PayaraFailures.kindOf(refused)).isEqualTo(FailureKind.REFUSED);
        assertThat(PayaraFailures.kindOf(away)).isEqualTo(FailureKind.UNREACHABLE);
    }

    @Test
    void whatIsNotKnownIsOther() {
        assertThat(PayaraFailures.kindOf(new SQLException(OUTER + "something new"))).isEqualTo(FailureKind.OTHER);
    }

    @Test
    void aChainThatBitesItsTailEnds() {
        Exception first = new Exception("first");
        first.initCause(new Exception("second", first));

        assertThat(PayaraFailures.kindOf(first)).isEqualTo(FailureKind.OTHER);
    }
}
