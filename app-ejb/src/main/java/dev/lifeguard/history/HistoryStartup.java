package dev.lifeguard.history;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import javax.sql.DataSource;

/**
 * Starts the history with the application and stops it with it. Apart from it, because EJBs end in an order that no one promises, and the
 * sampler still appends while this one is gone.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class HistoryStartup {

    // Not shareable, because Flyway holds two connections at once, and a shared one would come back late.
    @Resource(name = "jdbc/lifeguard-store", lookup = "jdbc/lifeguard", shareable = false)
    private DataSource database;

    @Inject
    private History history;

    @PostConstruct
    void start() {
        history.start(database);
    }

    @PreDestroy
    void stop() {
        history.stop();
    }
}
