package dev.lifeguard.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.pool.FailureKind;
import java.net.ConnectException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class SqlFailuresTest {

    @Test
    void tellsBySqlState() {
        assertThat(kindOfState("08006")).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(kindOfState("57P01")).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(kindOfState("57P03")).isEqualTo(FailureKind.RECOVERING);
        assertThat(kindOfState("25006")).isEqualTo(FailureKind.RECOVERING);
        assertThat(kindOfState("28P01")).isEqualTo(FailureKind.REFUSED);
        assertThat(kindOfState("53300")).isEqualTo(FailureKind.REFUSED);
        assertThat(kindOfState("3D000")).isEqualTo(FailureKind.REFUSED);
        assertThat(kindOfState("42601")).isEqualTo(FailureKind.OTHER);
        assertThat(kindOfState(null)).isEqualTo(FailureKind.OTHER);
        assertThat(kindOfState("")).isEqualTo(FailureKind.OTHER);
    }

    @Test
    void theInnermostWordCounts() {
        SQLException database = new SQLException("the database system is starting up", "57P03");
        assertThat(SqlFailures.kindOf(new IllegalStateException(new SQLException("wrapped", "08001", database))))
                .isEqualTo(FailureKind.RECOVERING);
    }

    @Test
    void aBrokenSocketIsUnreachable() {
        assertThat(SqlFailures.kindOf(new RuntimeException(new ConnectException("Connection refused")))).isEqualTo(FailureKind.UNREACHABLE);
    }

    @Test
    void causesThatGoRoundInACircleEnd() {
        Exception first = new Exception("first");
        Exception second = new Exception("second", first);
        first.initCause(second);
        assertThat(SqlFailures.kindOf(first)).isEqualTo(FailureKind.OTHER);
    }

    @Test
    void aFailureThatFailsAtTellingOfItselfIsOther() {
        Exception mute = new Exception() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new IllegalStateException("no words");
            }

            @Override
            public synchronized Throwable getCause() {
                return new SQLException("never met", "08001");
            }
        };
        assertThat(SqlFailures.kindOf(mute, cause -> cause.getMessage().isEmpty())).isEqualTo(FailureKind.OTHER);
    }

    private static FailureKind kindOfState(String state) {
        return SqlFailures.kindOf(new SQLException("said", state));
    }
}
