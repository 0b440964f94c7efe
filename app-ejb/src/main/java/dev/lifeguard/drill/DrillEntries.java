package dev.lifeguard.drill;

import dev.lifeguard.pool.Causes;
import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Entries written and read as an application does it, through {@code jdbc/app}. Each call is a session of its own: what it returns is
 * detached, stays readable after the commit, and holds no connection.
 *
 * <p>Every method throws {@link DrillUnavailableException} while drills are off or their schema is not ready.
 */
@Stateless
public class DrillEntries {

    @PersistenceContext(unitName = "application")
    private EntityManager entities;

    @Resource(name = "jdbc/app", lookup = "jdbc/app")
    private DataSource database;

    @Inject
    private DrillSchema schema;

    /** For the container. */
    public DrillEntries() {}

    DrillEntries(EntityManager entities, DataSource database, DrillSchema schema) {
        this.entities = entities;
        this.database = database;
        this.schema = schema;
    }

    /** Writes a new entry and returns its id. */
    public long write(String title, List<String> lines) {
        schema.requireReady();
        DrillEntry entry = new DrillEntry(title, lines);
        entities.persist(entry);
        entities.flush();
        return entry.id();
    }

    /** The entry with its lines, or empty if there is none. */
    public Optional<DrillEntry> read(long id) {
        schema.requireReady();
        DrillEntry entry = entities.find(DrillEntry.class, id);
        if (entry != null) {
            // Loaded here, as a lazy collection that is asked after the commit would borrow a connection again, or fail. Not by a fetch
            // join, which loses the second of two equal lines.
            entry.lines().size();
        }
        return Optional.ofNullable(entry);
    }

    /**
     * Writes an entry, reads and removes it, and then holds on: all in one transaction, of which nothing stays.
     *
     * @param had called as soon as the transaction has its connection
     * @param holdOn returns when the connection is to go back
     * @throws DrillUnavailableException as all of them do, and with its cause if the database or the pool failed
     */
    public void use(Runnable had, Runnable holdOn) {
        schema.requireReady();
        try {
            // Only asking for it makes EclipseLink borrow before the first statement.
            entities.unwrap(Connection.class);
            had.run();
            DrillEntry entry = new DrillEntry("drill", List.of("one", "two"));
            entities.persist(entry);
            entities.flush();
            entities.refresh(entry);
            entities.remove(entry);
            entities.flush();
            holdOn.run();
        } catch (RuntimeException e) {
            // Not PersistenceException alone: EclipseLink lets its own pass. The container would log each of them.
            throw new DrillUnavailableException("The persistence unit failed: " + Causes.reason(e), e);
        }
    }

    /** The number of entries, asked without JPA. */
    public long count() throws SQLException {
        schema.requireReady();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("select count(*) from lifeguard_drill.drill_entry");
                ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }
}
