package dev.lifeguard.web.report;

import dev.lifeguard.health.Verdict;
import dev.lifeguard.observation.PoolObservation;
import java.util.List;

/**
 * One pool, ready to be told.
 *
 * @param seen what was observed
 * @param verdict how the pool is, in a word
 * @param reason why, a sentence for people
 * @param deviations where the server does something else than the environment asked for, a sentence each; usually empty
 */
public record PoolReport(PoolObservation seen, Verdict verdict, String reason, List<String> deviations) {

    public PoolReport {
        deviations = List.copyOf(deviations);
    }
}
