package dev.lifeguard.it.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sessions of the database are ended under their borrowers. */
@Tag("faults")
@ExtendWith(FaultServer.class)
class OneBackendKilledIT {

    @Test
    void onlyWhoUsesASessionThatIsTerminatedMeetsIt() throws Exception {
        try (FaultRun run = FaultRun.of("1a every session terminated")) {
            run.begin(() -> run.server().terminateAll());
            run.end(() -> {});
            assertThat(run.recovery().failed()).as("those in flight").isLessThanOrEqualTo(Borrowers.THREADS);
            run.assertNextBorrowsSucceed();
        }
    }

    /** PostgreSQL then ends all sessions and starts up again, as their common memory may be damaged. */
    @Test
    void aBackendThatCrashesTakesAllWithItAndAllComesBack() throws Exception {
        try (FaultRun run = FaultRun.of("1b one backend killed")) {
            Set<Long> before = backends(run);
            run.begin(() -> ProcessHandle.of(before.iterator().next()).orElseThrow().destroyForcibly());
            run.end(() -> Awaitility.await("the database is up again").atMost(Numbers.LATEST).pollInterval(Duration.ofMillis(20))
                    .ignoreExceptionsInstanceOf(SQLException.class).until(() -> Collections.disjoint(before, backends(run))));
            run.assertRecoveredLikeTheYardstick();
        }
    }

    private static Set<Long> backends(FaultRun run) throws SQLException {
        Set<Long> backends = new HashSet<>();
        try (Connection connection = run.server().database().superuser().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT pid FROM pg_stat_activity WHERE datname = 'app'")) {
            while (rows.next()) {
                backends.add(rows.getLong(1));
            }
        }
        return backends;
    }
}
