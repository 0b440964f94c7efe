package dev.lifeguard.web.report;

import dev.lifeguard.health.Verdict;
import dev.lifeguard.observation.PoolObservation;
import dev.lifeguard.operations.Resize;
import dev.lifeguard.sizing.Advice;
import dev.lifeguard.warden.WardenRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One pool, ready to be told.
 *
 * @param seen what was observed
 * @param verdict how the pool is, in a word
 * @param reason why, a sentence for people
 * @param suspectedLeaks how many of its connections are suspected to be leaked; absent where it is not seen who holds them,
 *     or nobody has looked lately
 * @param advice which size it should have; absent where nobody is to say, or the pool is not built
 * @param resizes how often its max was changed since Lifeguard started, and how; what never happened is not in it
 * @param deeds what the warden did to it since Lifeguard started, in requests woken and connections opened or closed; what it never did is not
 *     in it
 * @param deviations where the server does something else than the environment asked for, a sentence each; usually empty
 */
public record PoolReport(
        PoolObservation seen,
        Verdict verdict,
        String reason,
        OptionalInt suspectedLeaks,
        Optional<Advice> advice,
        Map<Resize, Long> resizes,
        Map<WardenRule, Long> deeds,
        List<String> deviations) {

    public PoolReport {
        resizes = Map.copyOf(resizes);
        deeds = Map.copyOf(deeds);
        deviations = List.copyOf(deviations);
    }
}
