package dev.lifeguard.history;

import dev.lifeguard.judgement.PoolEvent;
import dev.lifeguard.observation.PoolMinute;
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

    private <T> TypedQuery<T> query(String query, Class<T> row, String server, PoolId pool, Instant from, Instant to, int most) {
        return entities.createQuery(query, row)
                .setParameter(1, server)
                .setParameter(2, pool.value())
                .setParameter(3, Timestamp.from(from))
                .setParameter(4, Timestamp.from(to))
                .setMaxResults(most)
                .setHint("jakarta.persistence.query.timeout", QUERY_MILLIS)
                .setHint("eclipselink.read-only", true);
    }
}
