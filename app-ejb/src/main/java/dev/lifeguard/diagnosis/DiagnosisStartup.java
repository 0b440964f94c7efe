package dev.lifeguard.diagnosis;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Starts the diagnosis with the application and stops it with it. Apart from it, because an EJB is gone before the web module is. */
@Singleton
@Startup
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
