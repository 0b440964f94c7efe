package dev.lifeguard.it.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.faultproxy.Fault.Down;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The database of the history is away, and the application's is well. */
@Tag("faults")
@ExtendWith(FaultServer.class)
class LifeguardsDatabaseAwayIT {

    @Test
    void onlyTheHistoryWaitsAndIsFilledUp() throws Exception {
        try (FaultRun run = FaultRun.of("18 Lifeguard's own database away for 6 s")) {
            run.begin(() -> run.server().storeProxy().set(new Down()));
            Awaitility.await().atMost(Numbers.LATEST)
                    .until(() -> run.watch().verdicts(FaultServer.STORE).contains("unreachable"));
            run.lastFor(Duration.ofSeconds(6));
            run.end(() -> run.server().storeProxy().heal());
            assertThat(run.recovery().failed()).as("%s", run.recovery()).isZero();
            assertThat(run.watch().verdicts(FaultServer.APP)).containsExactly("healthy");
            assertThat(run.watch().reads()).filteredOn(read -> read.path().equals("/health/ready"))
                    .allMatch(read -> read.status() == 200, "ready");
            Awaitility.await().atMost(Numbers.LATEST).untilAsserted(() -> assertThat(run.verdictsKept(FaultServer.STORE))
                    .as("what happened while it could not be kept").contains("unreachable").endsWith("healthy"));
        }
    }
}
