package dev.lifeguard.history;

import dev.lifeguard.observation.PoolMinute;
import dev.lifeguard.pool.Causes;
import jakarta.ejb.LocalBean;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** The minutes in Lifeguard's database. Public for the container's sake only: the way in is {@link History}. */
@Stateless
@LocalBean
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class JpaMinuteStore implements MinuteStore {

    // Rows that another server is deleting just now are left to it.
    private static final String DELETE_OLD = """
            delete from lifeguard.pool_minute where (server, pool_id, minute) in (
                select server, pool_id, minute from lifeguard.pool_minute where minute < now() - make_interval(secs => ?1)
                order by minute limit ?2 for update skip locked)""";

    @PersistenceContext(unitName = "lifeguard")
    private EntityManager entities;

    /** For the container. */
    public JpaMinuteStore() {}

    JpaMinuteStore(EntityManager entities) {
        this.entities = entities;
    }

    @Override
    public void write(String server, List<PoolMinute> minutes) {
        inDatabase("write minutes", () -> {
            minutes.forEach(minute -> write(PoolMinuteRow.of(server, minute)));
            // Here and not at the commit, where a failure would leave the container as an exception that it logs.
            entities.flush();
            return null;
        });
    }

    private void write(PoolMinuteRow row) {
        PoolMinuteRow kept = entities.find(PoolMinuteRow.class, row.key());
        if (kept == null) {
            entities.persist(row);
        } else if (row.samples() >= kept.samples()) {
            entities.merge(row);
        }
    }

    @Override
    public int deleteOlderThan(Duration age, int limit) {
        return inDatabase("delete old minutes", () -> entities.createNativeQuery(DELETE_OLD)
                .setParameter(1, (double) age.toSeconds())
                .setParameter(2, limit)
                .executeUpdate());
    }

    private static <T> T inDatabase(String what, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException failure) {
            // Not PersistenceException alone: EclipseLink lets its own pass.
            throw new HistoryUnavailableException("The history's database did not " + what + ": " + reason(failure), failure);
        }
    }

    /** The driver's own words, which are short and without the statement. */
    private static String reason(Throwable failure) {
        String reason = failure.getMessage();
        for (Throwable cause : Causes.of(failure)) {
            if (cause instanceof SQLException) {
                reason = cause.getMessage();
            }
        }
        return reason;
    }
}
