package dev.lifeguard.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.operations.Actor;
import dev.lifeguard.operations.Operation;
import dev.lifeguard.operations.OperationRecord;
import dev.lifeguard.pool.PoolId;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveFeedTest {

    private volatile JsonObject listing = pools(1, 1);
    private volatile boolean broken;
    private final LiveFeed feed = new LiveFeed(() -> {
        if (broken) {
            throw new IllegalStateException("A listing that fails, as this test wants it");
        }
        return listing;
    });

    @BeforeEach
    void start() {
        feed.start();
    }

    @AfterEach
    void stop() {
        feed.stop();
    }

    /** Keeps what it is told. */
    private static final class Recorder implements LiveReader {

        private final List<String> told = new CopyOnWriteArrayList<>();
        private volatile boolean leaving;
        private volatile boolean ended;

        @Override
        public boolean offer(byte[] event) {
            told.add(new String(event, StandardCharsets.UTF_8));
            return !leaving;
        }

        @Override
        public void end() {
            ended = true;
        }
    }

    @Test
    void allPoolsComeFirstAndThenThoseThatChanged() {
        Recorder reader = joined();
        assertThat(reader.told).containsExactly("id: 1\nevent: snapshot\ndata: " + listing + "\n\n");
        listing = pools(1, 2);
        await(() -> assertThat(reader.told).last().isEqualTo(
                "id: 2\nevent: pools\ndata: {\"pools\":[{\"id\":\"b\",\"inUse\":2,\"ageMillis\":0,\"samples\":0}],\"gone\":[]}\n\n"));
        listing = pools(1);
        await(() -> assertThat(reader.told).last().isEqualTo("id: 3\nevent: pools\ndata: {\"pools\":[],\"gone\":[\"b\"]}\n\n"));
    }

    @Test
    void whereNothingChangedACommentShowsThatItIsThere() {
        Recorder reader = joined();
        // Younger by another reading, and otherwise the same.
        listing = Json.createObjectBuilder().add("pools", Json.createArrayBuilder()
                        .add(pool("a", 1, 7)).add(pool("b", 1, 9)))
                .build();
        await(() -> assertThat(reader.told).last().isEqualTo(":\n\n"));
        assertThat(reader.told).noneMatch(event -> event.contains("event: pools"));
    }

    @Test
    void operationsAreToldAtOnce() {
        Recorder reader = joined();
        OperationRecord operation = new OperationRecord(
                UUID.randomUUID(), Instant.EPOCH, Optional.empty(), Actor.REVERT, new PoolId("a-000000"), "a", Operation.RECYCLE, Map.of(), Map.of(),
                Map.of(), Optional.empty(), OperationRecord.State.RUNNING, "3 of 5 left", Optional.empty());
        feed.changed(operation);
        await(() -> assertThat(reader.told).anyMatch(event ->
                event.contains("\nevent: operation\ndata: {\"id\":\"" + operation.id()) && event.contains("\"outcome\":\"3 of 5 left\"")));
    }

    @Test
    void whoLeavesOrIsDroppedIsToldNothingMore() {
        Recorder leaving = joined();
        Recorder staying = joined();
        leaving.leaving = true;
        listing = pools(2, 2);
        await(() -> assertThat(staying.told).last().asString().contains("\"inUse\":2"));
        int told = leaving.told.size();
        listing = pools(3, 3);
        await(() -> assertThat(staying.told).last().asString().contains("\"inUse\":3"));
        assertThat(leaving.told).hasSize(told);
    }

    @Test
    void aListingThatFailsOnceIsToldWhenItWorksAgainAndWhoComesMeanwhileIsSentAway() {
        Recorder reader = joined();
        broken = true;
        Recorder second = new Recorder();
        feed.join(second);
        await(() -> assertThat(second.ended).isTrue());
        assertThat(second.told).isEmpty();
        listing = pools(5, 5);
        broken = false;
        await(() -> assertThat(reader.told).last().asString().contains("\"inUse\":5"));
    }

    @Test
    void theEndEndsEverybody() {
        Recorder reader = joined();
        feed.stop();
        assertThat(reader.ended).isTrue();
    }

    private Recorder joined() {
        Recorder reader = new Recorder();
        feed.join(reader);
        await(() -> assertThat(reader.told).isNotEmpty());
        return reader;
    }

    private static void await(Runnable assertion) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(10)).untilAsserted(assertion::run);
    }

    private static JsonObject pools(int... inUse) {
        JsonArrayBuilder pools = Json.createArrayBuilder();
        for (int i = 0; i < inUse.length; i++) {
            pools.add(pool(String.valueOf((char) ('a' + i)), inUse[i], 0));
        }
        return Json.createObjectBuilder().add("pools", pools).build();
    }

    private static JsonObject pool(String id, int inUse, int age) {
        return Json.createObjectBuilder().add("id", id).add("inUse", inUse).add("ageMillis", age).add("samples", age).build();
    }
}
