package dev.lifeguard.web.report;

import dev.lifeguard.configuration.Settings;
import dev.lifeguard.diagnosis.Diagnosis;
import dev.lifeguard.governor.Counsel;
import dev.lifeguard.governor.Governor;
import dev.lifeguard.health.Judgement;
import dev.lifeguard.judgement.Judgements;
import dev.lifeguard.observation.Observatory;
import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.operations.OperationDesk;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.warden.Warden;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts together what is known of each pool, the same for every way of telling it. */
@ApplicationScoped
public class PoolReports {

    @Inject
    private Observatory observatory;

    @Inject
    private Judgements judgements;

    @Inject
    private Diagnosis diagnosis;

    @Inject
    private Governor governor;

    @Inject
    private OperationDesk desk;

    @Inject
    private Warden warden;

    @Inject
    private Settings settings;

    /** Every pool, sorted by name. */
    public List<PoolReport> all() {
        return observatory.observations().stream().map(this::of).toList();
    }

    /** This pool; empty if the server has none of this id. */
    public Optional<PoolReport> find(PoolId id) {
        return observatory.observation(id).map(this::of);
    }

    /** What was observed, with the verdict on it and where the settings are not as asked. */
    public PoolReport of(PoolObservation seen) {
        Judgement judgement = judgements.of(seen);
        return new PoolReport(
                seen, judgement.verdict(), judgement.reason(), diagnosis.suspectedLeaks(seen),
                governor.counsel(seen.pool().id()).flatMap(Counsel::advice), desk.resizes(seen.pool().id()),
                warden.deeds(seen.pool().id()), deviations(seen));
    }

    private List<String> deviations(PoolObservation seen) {
        List<String> deviations = new ArrayList<>(settings.mistakes(seen.pool().id()));
        seen.settings().ifPresent(made -> deviations.addAll(settings.asked(seen.pool()).deviations(made)));
        return List.copyOf(deviations);
    }
}
