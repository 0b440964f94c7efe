package dev.lifeguard.observation;

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
import java.util.Map;
import javax.sql.DataSource;

/**
 * Starts the observatory with the application and stops it with it. Apart from it, because an EJB is gone before the web module is, which
 * still has to take its leave.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ObservationStartup {

    // Unshareable: a shared handle would stay borrowed until the end of whatever request or task it was borrowed in.
    @Resource(name = "jdbc/probe/app", lookup = "jdbc/app", shareable = false)
    private DataSource applicationPool;

    @Resource(name = "jdbc/probe/lifeguard", lookup = "jdbc/lifeguard", shareable = false)
    private DataSource lifeguardPool;

    @Inject
    private Observatory observatory;

    @PostConstruct
    void start() {
        observatory.start(Map.of("jdbc/app", applicationPool, "jdbc/lifeguard", lifeguardPool));
    }

    @PreDestroy
    void stop() {
        observatory.stop();
    }
}
