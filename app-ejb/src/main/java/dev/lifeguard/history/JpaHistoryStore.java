package dev.lifeguard.history;

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

/** The rows in Lifeguard's database. Public for the container's sake only: the way in is {@link History}. */
@Stateless
@LocalBean
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class JpaHistoryStore implements HistoryStore {

    // Rows that another server is deleting just now are left to it.
    private static final String DELETE_OLD = """
            delete from lifeguard.%1$s where (%2$s) in (
                select %2$s from lifeguard.%1$s where %3$s < now() - make_interval(secs => ?1)
                order by %3$s limit ?2 for update skip locked)""";

    @PersistenceContext(unitName = "lifeguard")
    private EntityManager entities;

    /** For the container. */
    public JpaHistoryStore() {}

    JpaHistoryStore(EntityManager entities) {
        this.entities = entities;
    }

    @Override
    public void write(List<HistoryRow> rows) {
        inDatabase("write rows", () -> {
            rows.forEach(this::write);
            // Here and not at the commit, where a failure would leave the container as an exception that it logs.
            entities.flush();
            return null;
        });
    }

    private void write(HistoryRow row) {
        HistoryRow kept = entities.find(row.getClass(), row.key());
        if (kept == null) {
            entities.persist(row);
        } else if (row.replaces(kept)) {
            entities.merge(row);
        }
    }

    @Override
    public int deleteOlderThan(HistoryTable table, Duration age, int limit) {
        return inDatabase("delete old " + table.rows, () -> entities
                .createNativeQuery(DELETE_OLD.formatted(table.table, table.key, table.time))
                .setParameter(1, (double) age.toSeconds())
                .setParameter(2, limit)
                .executeUpdate());
    }

    static <T> T inDatabase(String what, Supplier<T> work) {
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
