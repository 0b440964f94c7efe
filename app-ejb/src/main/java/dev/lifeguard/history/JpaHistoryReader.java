package dev.lifeguard.history;

import dev.lifeguard.judgement.PoolEvent;
import dev.lifeguard.observation.PoolMinute;
import dev.lifeguard.operations.AuditQuery;
import dev.lifeguard.operations.OperationRecord;
import dev.lifeguard.pool.PoolId;
import jakarta.ejb.LocalBean;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads what is kept. Public for the container's sake only: the way in is {@link HistoryReader}. Every method is one transaction, and
 * throws {@link HistoryUnavailableException} if that did not come about.
 */
@Stateless
@LocalBean
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class JpaHistoryReader {

    /** The longest that the database may take for one query. */
    private static final int QUERY_MILLIS = 2_000;

    @PersistenceContext(unitName = "lifeguard")
    private EntityManager entities;

    /** For the container. */
    public JpaHistoryReader() {}

    JpaHistoryReader(EntityManager entities) {
        this.entities = entities;
    }

    /** The first so many minutes of this pool from {@code from} on, and before {@code to}. */
    public List<PoolMinute> minutes(String server, PoolId pool, Instant from, Instant to, int most) {
        return JpaHistoryStore.inDatabase("read minutes", () -> query("""
                select m from PoolMinuteRow m
                where m.server = ?1 and m.poolId = ?2 and m.minute >= ?3 and m.minute < ?4 order by m.minute""",
                PoolMinuteRow.class, server, pool, from, to, most).getResultList().stream().map(PoolMinuteRow::minute).toList());
    }

    /** The last so many events of this pool from {@code from} on and before {@code to}, oldest first. */
    public List<PoolEvent> events(String server, PoolId pool, Instant from, Instant to, int most) {
        return JpaHistoryStore.inDatabase("read events", () -> {
            List<PoolEvent> events = new ArrayList<>(query("""
                    select e from PoolEventRow e
                    where e.server = ?1 and e.poolId = ?2 and e.at >= ?3 and e.at < ?4 order by e.at desc""",
                    PoolEventRow.class, server, pool, from, to, most).getResultList().stream().map(PoolEventRow::event).toList());
            Collections.reverse(events);
            return events;
        });
    }

    /**
     * The newest so many operations of this server that match and were asked for at {@code until} or before.
     *
     * @param after older than this one, which is kept too; empty to begin with the newest
     */
    public List<OperationRecord> operations(String server, AuditQuery query, Optional<Instant> until, Optional<UUID> after, int most) {
        return JpaHistoryStore.inDatabase("read operations", () -> {
            Conditions conditions = new Conditions();
            conditions.add("o.server = ", server);
            query.pool().ifPresent(pool -> conditions.add("o.poolId = ", pool.value()));
            query.operation().ifPresent(operation -> conditions.add("o.operation = ", operation.word()));
            query.state().ifPresent(state -> conditions.add("o.state = ", state.name().toLowerCase(Locale.ROOT)));
            query.actor().ifPresent(actor -> conditions.add("o.actor = ", actor));
            query.from().ifPresent(from -> conditions.add("o.at >= ", Timestamp.from(from)));
            query.to().ifPresent(to -> conditions.add("o.at < ", Timestamp.from(to)));
            // Kept rounded to microseconds.
            until.ifPresent(at -> conditions.add("o.at <= ", Timestamp.from(at.plusNanos(1_000))));
            after.ifPresent(id -> conditions.add("(o.at < c.at or o.at = c.at and o.id < c.id) and c.id = ", id.toString()));
            TypedQuery<OperationRow> rows = entities.createQuery(
                    "select o from OperationRow o" + (after.isPresent() ? ", OperationRow c" : "") + conditions.text
                            + " order by o.at desc, o.id desc", OperationRow.class);
            for (int number = 0; number < conditions.values.size(); number++) {
                rows.setParameter(number + 1, conditions.values.get(number));
            }
            return limited(rows, most).getResultList().stream().map(OperationRow::record).toList();
        });
    }

    /** One operation of this server. */
    public Optional<OperationRecord> operation(String server, UUID id) {
        return JpaHistoryStore.inDatabase("read an operation", () -> limited(entities
                        .createQuery("select o from OperationRow o where o.server = ?1 and o.id = ?2", OperationRow.class)
                        .setParameter(1, server)
                        .setParameter(2, id.toString()), 1)
                .getResultList().stream().findFirst().map(OperationRow::record));
    }

    private static final class Conditions {

        private final StringBuilder text = new StringBuilder();
        private final List<Object> values = new ArrayList<>();

        private void add(String condition, Object value) {
            values.add(value);
            text.append(values.size() == 1 ? " where " : " and ").append(condition).append('?').append(values.size());
        }
    }

    private static <T> TypedQuery<T> limited(TypedQuery<T> query, int most) {
        return query.setMaxResults(most)
                .setHint("jakarta.persistence.query.timeout", QUERY_MILLIS)
                .setHint("eclipselink.read-only", true);
    }

    private <T> TypedQuery<T> query(String query, Class<T> row, String server, PoolId pool, Instant from, Instant to, int most) {
        return limited(entities.createQuery(query, row)
                .setParameter(1, server)
                .setParameter(2, pool.value())
                .setParameter(3, Timestamp.from(from))
                .setParameter(4, Timestamp.from(to)), most);
    }
}
