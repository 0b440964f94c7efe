package dev.lifeguard.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.database.DatabaseSession;
import dev.lifeguard.database.SessionState;
import dev.lifeguard.diagnosis.HeldConnection;
import dev.lifeguard.diagnosis.PoolSession;
import dev.lifeguard.diagnosis.Snapshot;
import dev.lifeguard.diagnosis.Suspicion;
import dev.lifeguard.observation.Holder;
import dev.lifeguard.pool.PoolId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DiagnosisJsonTest {

    private static final DiagnosisJson FOR_OPERATORS = new DiagnosisJson(true);
    private static final DiagnosisJson FOR_STRANGERS = new DiagnosisJson(false);
    private static final String STATEMENT = "UPDATE account SET balance = ?";
    private static final String FRAME = "shop.Checkout.pay(Checkout.java:7)";

    private static final DatabaseSession SESSION = new DatabaseSession(
            4711,
            Optional.of("payara jdbc/app"),
            "shop",
            "app",
            Optional.of(SessionState.IDLE_IN_TRANSACTION),
            Optional.of(Duration.ofMillis(2500)),
            Optional.of(Duration.ofSeconds(3)),
            Optional.empty(),
            Optional.of("Lock/transactionid"),
            List.of(12, 13),
            Optional.of(STATEMENT));
    private static final HeldConnection HELD = new HeldConnection(
            new Holder(99, OptionalInt.of(4711), new Thread("worker \"7\""), Optional.of("shop"), 0, false),
            Duration.ofSeconds(31),
            Thread.State.TIMED_WAITING,
            Optional.of(SESSION),
            List.of(new StackTraceElement("shop.Checkout", "pay", "Checkout.java", 7)),
            Optional.of(new Suspicion("Held for 31 s by a thread that has ended", true)));
    private static final Snapshot SNAPSHOT = new Snapshot(
            "b8c1", new PoolId("jdbc-app-3f09ac"), "jdbc/app", Instant.parse("2026-11-24T21:00:00Z"), Snapshot.Cause.EXHAUSTED,
            Duration.ofMillis(12), "{\"waiting\":3,\"holders\":[{\"stack\":[\"" + FRAME + "\"],\"session\":{\"pid\":1,\"statement\":\""
                    + STATEMENT + "\"}}]}");

    @Test
    void anOperatorSeesTheStatementAndTheStack() {
        assertThat(FOR_OPERATORS.of(HELD).build().toString())
                .contains("\"borrow\":99,\"heldFor\":31.0,\"own\":false", "\"name\":\"worker \\\"7\\\"\",\"state\":\"timed_waiting\"")
                .contains("\"application\":\"shop\",\"pid\":4711", "\"suspicion\":{\"reason\":\"Held for 31 s by a thread that has ended\"")
                .contains("\"state\":\"idle in transaction\",\"since\":2.5,\"transactionAge\":3.0,\"waitEvent\":\"Lock/transactionid\"")
                .contains("\"blockedBy\":[12,13]", "\"statement\":\"" + STATEMENT, "\"stack\":[\"" + FRAME + "\"]");
        assertThat(FOR_OPERATORS.of(new PoolSession(SESSION, PoolSession.Relation.BLOCKING)).build().toString())
                .contains("\"relation\":\"blocking\"", STATEMENT);
        assertThat(FOR_OPERATORS.of(SNAPSHOT).build().toString()).contains(STATEMENT, FRAME);
    }

    @Test
    void aStrangerSeesAllTheRest() {
        String held = FOR_STRANGERS.of(HELD).build().toString();
        String session = FOR_STRANGERS.of(new PoolSession(SESSION, PoolSession.Relation.HELD)).build().toString();
        String snapshot = FOR_STRANGERS.of(SNAPSHOT).build().toString();
        assertThat(List.of(held, session, snapshot)).noneMatch(text -> text.contains("UPDATE") || text.contains("Checkout.java"));
        assertThat(held).contains("\"heldFor\":31.0", "\"suspicion\"", "idle in transaction");
        assertThat(session).contains("\"pid\":4711", "\"relation\":\"held\"");
        assertThat(snapshot)
                .contains("\"id\":\"b8c1\",\"pool\":\"jdbc-app-3f09ac\",\"poolName\":\"jdbc/app\",\"takenAt\":\"2026-11-24T21:00:00Z\"")
                .contains("\"cause\":\"exhausted\",\"took\":0.012,\"seen\":{\"waiting\":3,\"holders\":[{\"session\":{\"pid\":1}}]}");
    }
}
