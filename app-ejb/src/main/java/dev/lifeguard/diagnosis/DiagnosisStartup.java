package dev.lifeguard.diagnosis;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import javax.sql.DataSource;

/** Starts the diagnosis with the application and stops it with it. Apart from it, because an EJB is gone before the web module is. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class DiagnosisStartup {

    // Unshareable: a shared handle would come back late.
    @Resource(name = "jdbc/sessions", lookup = PoolSessions.OWN_POOL, shareable = false)
    private DataSource ownPool;

    @Inject
    private Diagnosis diagnosis;

    @PostConstruct
    void start() {
        diagnosis.start(ownPool);
    }

    @PreDestroy
    void stop() {
        diagnosis.stop();
    }
}
