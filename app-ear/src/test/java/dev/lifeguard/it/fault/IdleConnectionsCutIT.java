package dev.lifeguard.it.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.launcher.Database;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The database ends every session that is idle for a second, sooner than any pool would: SQLSTATE 57P05. */
@Tag("faults")
@ExtendWith(FaultServer.class)
class IdleConnectionsCutIT {

    @BeforeEach
    void cut() throws SQLException {
        forEveryRole("SET idle_session_timeout = '1s'");
    }

    @AfterEach
    void cutNoLonger() throws SQLException {
        forEveryRole("RESET idle_session_timeout");
    }

    private static void forEveryRole(String setting) throws SQLException {
        for (Database.Access role : FaultServer.get().roles()) {
            FaultServer.get().sql("ALTER ROLE " + role.user() + " " + setting);
        }
        // It holds for sessions that begin after it.
        FaultServer.get().terminateAll();
    }

    @Test
    void whoBorrowsAfterAPauseMeetsNothingOfIt() throws Exception {
        try (FaultRun run = FaultRun.of("11 idle connections cut in a pause of 4 s")) {
            run.begin(() -> run.server().rest(true));
            try {
                run.lastFor(Duration.ofSeconds(4));
            } catch (Throwable e) {
                run.server().rest(false);
                throw e;
            }
            run.end(() -> run.server().rest(false));
            assertThat(run.recovery().failed()).as("%s", run.recovery()).isZero();
            assertThat(run.watch().verdicts(FaultServer.APP)).containsExactly("healthy");
        }
    }
}
