package dev.lifeguard.operations;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/**
 * Opens the desk with the application, and has everything put back with it. Apart from it, because an EJB is gone before the web module is.
 * After those whose beans it uses on threads of its own: into one that is first used there, Payara injects nothing.
 */
@Singleton
@Startup
@DependsOn("ObservationStartup")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class OperationsStartup {

    @Inject
    private OperationDesk desk;

    @PostConstruct
    void start() {
        desk.start();
    }

    @PreDestroy
    void stop() {
        desk.stop();
    }
}
