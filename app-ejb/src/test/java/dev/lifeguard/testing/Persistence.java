package dev.lifeguard.testing;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.spi.PersistenceUnitTransactionType;
import java.util.Map;
import java.util.function.Function;
import javax.sql.DataSource;

/** The persistence units that ship, run by EclipseLink without a container. */
public final class Persistence implements AutoCloseable {

    private final EntityManagerFactory factory;

    public Persistence(String unit, DataSource database) {
        factory = jakarta.persistence.Persistence.createEntityManagerFactory(unit, Map.of(
                "jakarta.persistence.transactionType", PersistenceUnitTransactionType.RESOURCE_LOCAL.name(),
                "jakarta.persistence.jtaDataSource", "",
                "jakarta.persistence.nonJtaDataSource", database,
                "eclipselink.weaving", "false"));
    }

    /** Does the work in one transaction with an entity manager of its own, as a container does for a call. */
    public <T> T inTransaction(Function<EntityManager, T> work) {
        try (EntityManager entities = factory.createEntityManager()) {
            entities.getTransaction().begin();
            try {
                T result = work.apply(entities);
                entities.getTransaction().commit();
                return result;
            } finally {
                if (entities.getTransaction().isActive()) {
                    entities.getTransaction().rollback();
                }
            }
        }
    }

    /** What Payara does with each persistence unit while it deploys. */
    public void createAndCloseEntityManager() {
        factory.createEntityManager().close();
    }

    @Override
    public void close() {
        factory.close();
    }
}
