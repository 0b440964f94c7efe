package dev.lifeguard.it.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.launcher.Database;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The database grants the role no connection any longer: SQLSTATE 53300. */
@Tag("faults")
@ExtendWith(FaultServer.class)
class NoSlotsLeftIT {

    private static final int WITHOUT_LIMIT = -1;

    @Test
    void isToldInTheDatabasesWordsAndCountedAsRefused() throws Exception {
        try (FaultRun run = FaultRun.of("10 no slots left for 5 s")) {
            long before = refused(run);
            run.begin(() -> {
                limit(0);
                run.server().terminateAll();
            });
            run.awaitVerdict("unreachable", Duration.ofSeconds(2L * Numbers.SLACK_OF_SECONDS));
            run.lastFor(Duration.ofSeconds(5));
            assertThat(run.server().telling().pool(FaultServer.APP).path("reason").asText()).contains("too many connections");
            assertThat(refused(run)).as("borrows that the database refused").isGreaterThan(before);
            run.end(() -> limit(WITHOUT_LIMIT));
            run.assertRecoveredLikeTheYardstick();
        } finally {
            limit(WITHOUT_LIMIT);
        }
    }

    private static void limit(int connections) throws SQLException {
        for (Database.Access role : FaultServer.get().roles()) {
            FaultServer.get().sql("ALTER ROLE " + role.user() + " CONNECTION LIMIT " + connections);
        }
    }

    private static long refused(FaultRun run) throws Exception {
        return run.server().telling().pool(FaultServer.APP).path("failures").path("refused").asLong();
    }
}
