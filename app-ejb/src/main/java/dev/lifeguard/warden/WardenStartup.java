package dev.lifeguard.warden;

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

/** Has pools looked after for as long as the application is deployed; after those whose beans that needs on threads of its own. */
@Singleton
@Startup
@DependsOn({"ObservationStartup", "JudgementStartup", "OperationsStartup"})
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class WardenStartup {

    @Inject
    private Warden warden;

    @PostConstruct
    void start() {
        warden.start();
    }

    @PreDestroy
    void stop() {
        warden.stop();
    }
}
