package dev.lifeguard.it.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.launcher.Database;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The role's password is another one than the pool's: SQLSTATE 28P01. */
@Tag("faults")
@ExtendWith(FaultServer.class)
class PasswordChangedIT {

    @Test
    void isToldApartFromADatabaseThatIsAwayAndOverOnceItIsRight() throws Exception {
        try (FaultRun run = FaultRun.of("12 password changed for 5 s")) {
            long before = refused(run);
            run.begin(() -> {
                change("not what the pool has");
                run.server().terminateAll();
            });
            run.awaitVerdict("unreachable", Duration.ofSeconds(2L * Numbers.SLACK_OF_SECONDS));
            run.lastFor(Duration.ofSeconds(5));
            assertThat(run.server().telling().pool(FaultServer.APP).path("reason").asText()).contains("password authentication failed");
            assertThat(refused(run)).as("borrows that the database refused").isGreaterThan(before);
            run.end(PasswordChangedIT::putRight);
            run.assertRecoveredLikeTheYardstick();
        } finally {
            putRight();
        }
    }

    private static void change(String password) throws SQLException {
        for (Database.Access role : FaultServer.get().roles()) {
            set(role, password);
        }
    }

    private static void putRight() throws SQLException {
        for (Database.Access role : FaultServer.get().roles()) {
            set(role, role.password());
        }
    }

    private static void set(Database.Access role, String password) throws SQLException {
        FaultServer.get().sql("ALTER ROLE " + role.user() + " PASSWORD '" + password + "'");
    }

    private static long refused(FaultRun run) throws Exception {
        return run.server().telling().pool(FaultServer.APP).path("failures").path("refused").asLong();
    }
}
