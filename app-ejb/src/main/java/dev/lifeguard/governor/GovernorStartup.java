package dev.lifeguard.governor;

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

/** Has pools' sizes judged, and given where that is wanted, for as long as the application is deployed; after those whose beans that needs on threads of its own. */
@Singleton
@Startup
@DependsOn({"ObservationStartup", "JudgementStartup", "OperationsStartup"})
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class GovernorStartup {

    @Inject
    private Governor governor;

    @PostConstruct
    void start() {
        governor.start();
    }

    @PreDestroy
    void stop() {
        try {
            governor.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
