package dev.lifeguard.it.fault;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections that are open go nowhere any longer and are never closed, as behind a firewall that was restarted; new ones are well. */
@Tag("faults")
@ExtendWith(FaultServer.class)
class PacketsSwallowedIT {

    @Test
    void halfOpenConnectionsAreFoundByTheDriversTimeoutAndReplaced() throws Exception {
        try (FaultRun run = FaultRun.of("4 open connections forgotten by the network")) {
            run.begin(() -> run.server().appProxy().forgetConnections());
            run.end(() -> {});
            run.assertRecoveredLikeTheYardstick();
            run.assertNobodyWaitedLongerThanConfigured();
        }
    }
}
