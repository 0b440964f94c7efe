package dev.lifeguard.observation;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/**
 * Starts the observatory with the application and stops it with it. Apart from it, because an EJB is gone before the web module is, which
 * still has to take its leave.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ObservationStartup {

    @Inject
    private Observatory observatory;

    @PostConstruct
    void start() {
        observatory.start();
    }

    @PreDestroy
    void stop() {
        try {
            observatory.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
