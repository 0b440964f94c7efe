package dev.lifeguard.history;

import dev.lifeguard.operations.Actor;
import dev.lifeguard.operations.Operation;
import dev.lifeguard.operations.OperationRecord;
import dev.lifeguard.pool.PoolId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.Timestamp;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An {@link OperationRecord} of one server as the database has it. */
@Entity
@Table(schema = HistorySchema.NAME, name = "operation")
class OperationRow implements HistoryRow {

    private static final int LONGEST_OUTCOME = 1_000;

    @Id
    private String id;

    private String server;
    private Timestamp at;

    @Column(name = "ended_at")
    private Timestamp endedAt;

    @Column(name = "actor_kind")
    private String actorKind;

    private String actor;

    @Column(name = "pool_id")
    private String poolId;

    @Column(name = "pool_name")
    private String poolName;

    private String operation;
    private String asked;
    private String before;
    private String after;
    private String reason;
    private String state;
    private String outcome;

    @Column(name = "revert_at")
    private Timestamp revertAt;

    protected OperationRow() {}

    static OperationRow of(String server, OperationRecord record) {
        OperationRow row = new OperationRow();
        row.id = record.id().toString();
        row.server = server;
        row.at = Timestamp.from(record.at());
        row.endedAt = record.endedAt().map(Timestamp::from).orElse(null);
        row.actorKind = record.actor().kind().name().toLowerCase(Locale.ROOT);
        row.actor = text(record.actor().name());
        row.poolId = record.pool().value();
        row.poolName = text(record.poolName());
        row.operation = record.operation().word();
        row.asked = words(record.asked());
        row.before = words(record.before());
        row.after = words(record.after());
        row.reason = record.reason().map(OperationRow::text).orElse(null);
        row.state = record.state().name().toLowerCase(Locale.ROOT);
        row.outcome = text(record.outcome());
        row.revertAt = record.revertAt().map(Timestamp::from).orElse(null);
        return row;
    }

    OperationRecord record() {
        return new OperationRecord(
                UUID.fromString(id), at.toInstant(), Optional.ofNullable(endedAt).map(Timestamp::toInstant),
                new Actor(Actor.Kind.valueOf(actorKind.toUpperCase(Locale.ROOT)), actor), new PoolId(poolId), poolName,
                Operation.valueOf(operation.toUpperCase(Locale.ROOT)), terms(asked), terms(before), terms(after),
                Optional.ofNullable(reason), OperationRecord.State.valueOf(state.toUpperCase(Locale.ROOT)), outcome,
                Optional.ofNullable(revertAt).map(Timestamp::toInstant));
    }

    /** Of {@link #words}: names and values have no blanks. */
    private static Map<String, String> terms(String words) {
        return Stream.of(words.split(" "))
                .filter(word -> !word.isEmpty())
                .map(word -> word.split("=", 2))
                .collect(Collectors.toMap(word -> word[0], word -> word.length > 1 ? word[1] : ""));
    }

    private static String words(Map<String, String> words) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(words).forEach((name, value) -> text.append(text.isEmpty() ? "" : " ").append(name).append('=').append(value));
        return text.toString();
    }

    /** Whatever a driver or a realm says: a text that the database refuses would hold up all rows behind it. */
    private static String text(String text) {
        String clean = text.replace('\0', ' ');
        return clean.substring(0, Math.min(clean.length(), LONGEST_OUTCOME));
    }

    @Override
    public HistoryTable table() {
        return HistoryTable.OPERATION;
    }

    @Override
    public String key() {
        return id;
    }
}
