package dev.lifeguard.it.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeguard.faultproxy.Fault.Down;
import dev.lifeguard.it.fault.Telling.Answer;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator acts on a pool whose database is away. */
@Tag("faults")
@ExtendWith(FaultServer.class)
class OrderInAnOutageIT {

    @Test
    void itsOutcomeIsToldAndNothingIsLeftHalfDone() throws Exception {
        try (FaultRun run = FaultRun.of("19 ping and recycle while the database is away")) {
            Telling telling = run.server().telling();
            String path = "/lifeguard/api/pools/" + telling.pool(FaultServer.APP).path("id").asText();
            run.begin(() -> run.server().appProxy().set(new Down()));
            run.awaitVerdict("unreachable", Duration.ofSeconds(2L * Numbers.SLACK_OF_SECONDS));
            JsonNode ping = ordered(telling.post(path + "/ping"));
            JsonNode recycle = ordered(telling.post(path + "/recycle"));
            assertThat(ping.path("state").asText()).as("%s", ping).isEqualTo("failed");
            run.end(() -> run.server().appProxy().heal());
            for (JsonNode order : new JsonNode[] {ping, recycle}) {
                Awaitility.await("an end").atMost(Numbers.LATEST).untilAsserted(() -> {
                    JsonNode now = telling.get("/lifeguard/api/operations/" + order.path("id").asText()).json();
                    assertThat(now.path("state").asText()).as("%s", now).isNotEqualTo("running");
                    assertThat(now.path("outcome").asText()).as("%s", now).isNotBlank();
                    System.out.println(now.path("operation").asText() + " in an outage: " + now.path("state") + " " + now.path("outcome"));
                });
            }
            run.assertRecoveredLikeTheYardstick();
        }
    }

    private static JsonNode ordered(Answer answer) throws IOException {
        assertThat(answer.status()).as("%s", answer).isIn(200, 202);
        return answer.json();
    }
}
