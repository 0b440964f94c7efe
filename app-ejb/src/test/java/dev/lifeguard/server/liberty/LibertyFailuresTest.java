package dev.lifeguard.server.liberty;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.websphere.ce.cm.ConnectionWaitTimeoutException;
import dev.lifeguard.pool.FailureKind;
import java.net.ConnectException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class LibertyFailuresTest {

    @Test
    void aWaitThatTimedOutIsExhaustionWhateverItsSqlStateSays() {
        assertThat(LibertyFailures.kindOf(new ConnectionWaitTimeoutException())).isEqualTo(FailureKind.EXHAUSTED);
    }

    @Test
    void soItIsInsideOfWhatPersistenceMakesOfIt() {
        Throwable wrapped = new IllegalStateException(new SQLException("wrapped", new ConnectionWaitTimeoutException()));

        assertThat(LibertyFailures.kindOf(wrapped)).isEqualTo(FailureKind.EXHAUSTED);
    }

    @Test
    void theSameSqlStateFromTheDriverIsTheDatabase() {
        Throwable refused = new SQLException("Connection to db:5432 refused.", "08001", new ConnectException("Connection refused"));

        assertThat(LibertyFailures.kindOf(refused)).isEqualTo(FailureKind.UNREACHABLE);
    }

    @Test
    void aWrongPasswordIsARefusal() {
        assertThat(LibertyFailures.kindOf(new SQLException("password authentication failed", "28P01"))).isEqualTo(FailureKind.REFUSED);
    }

    @Test
    void causesThatGoInCirclesEnd() {
        Exception outer = new Exception("outer");
        Exception inner = new Exception("inner", outer);
        outer.initCause(inner);

        assertThat(LibertyFailures.kindOf(outer)).isEqualTo(FailureKind.OTHER);
    }
}
