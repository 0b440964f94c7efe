package dev.lifeguard.it.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.launcher.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The address of the database leads to another one from now on, and connections to the old one end. */
@Tag("faults")
@ExtendWith(FaultServer.class)
class FailOverIT {

    @Test
    void everyConnectionGoesOverAndItIsToldOnce() throws Exception {
        Database other = FaultServer.get().otherDatabase();
        try (FaultRun run = FaultRun.of("8 fail-over to another database")) {
            run.begin(() -> run.server().switchTo(other));
            run.end(() -> {});
            assertThat(run.recovery().failed()).as("those in flight").isLessThanOrEqualTo(Borrowers.THREADS);
            run.assertRecoveredLikeTheYardstick();
            assertThat(run.verdictsKept(FaultServer.APP)).as("trouble, at most once").hasSizeLessThanOrEqualTo(3);
            assertThat(sessions(run.server().database())).as("at the old one").isZero();
            assertThat(sessions(other)).as("at the other one").isPositive();
        } finally {
            FaultServer.get().switchTo(FaultServer.get().database());
        }
    }

    private static int sessions(Database database) throws SQLException {
        try (Connection connection = database.superuser().connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM pg_stat_activity WHERE datname = 'app'")) {
            row.next();
            return row.getInt(1);
        }
    }
}
