package dev.lifeguard.diagnosis;

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
 * Starts the diagnosis with the application and stops it with it. Apart from it, because an EJB is gone before the web module is. After
 * those whose beans it uses on threads of its own: into one that is first used there, Payara injects nothing.
 */
@Singleton
@Startup
@DependsOn({"ObservationStartup", "JudgementStartup"})
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class DiagnosisStartup {

    @Inject
    private Diagnosis diagnosis;

    @PostConstruct
    void start() {
        diagnosis.start();
    }

    @PreDestroy
    void stop() {
        diagnosis.stop();
    }
}
