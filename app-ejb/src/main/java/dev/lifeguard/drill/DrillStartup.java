package dev.lifeguard.drill;

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

/** Ends every drill with the application, before what they use; after those whose beans it uses on threads of its own. */
@Singleton
@Startup
@DependsOn({"ObservationStartup", "JudgementStartup", "OperationsStartup", "DrillSchema"})
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class DrillStartup {

    @Inject
    private DrillDesk desk;

    @PostConstruct
    void start() {
        desk.start();
    }

    @PreDestroy
    void stop() {
        desk.stop();
    }
}
