package dev.lifeguard.diagnosis;

import dev.lifeguard.database.DatabaseSession;
import dev.lifeguard.database.SessionState;
import dev.lifeguard.diagnosis.HoldEvidence.Owner;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether a held connection is leaked: its owner is gone, and it was held and not used for so long that nobody else is likely to have it
 * either. Not the length of a hold alone, which a report, a batch or a slow call to elsewhere has too; those still stand on the stack of
 * the thread that borrowed, or run statements.
 */
final class LeakJudge {

    private LeakJudge() {}

    /** @param after how long it has to be held, and not used where that is seen */
    static Optional<Suspicion> judge(HoldEvidence evidence, Duration after) {
        if (evidence.owner() == Owner.AT_WORK || evidence.heldFor().compareTo(after) < 0) {
            return Optional.empty();
        }
        String found = "Held for " + evidence.heldFor().toSeconds() + " s; thread " + evidence.thread()
                + (evidence.owner() == Owner.ENDED ? " has ended" : " went back to its pool without giving it back");
        Optional<SessionState> state = evidence.session().flatMap(DatabaseSession::state);
        Optional<Duration> since = evidence.session().flatMap(DatabaseSession::since);
        if (state.isEmpty() || since.isEmpty()) {
            return Optional.of(new Suspicion(found + "; whether statements run on it is not seen", false));
        }
        boolean unused = state.get() != SessionState.ACTIVE && since.get().compareTo(after) >= 0;
        return unused
                ? Optional.of(new Suspicion(
                        found + "; its session has been " + state.get().word() + " for " + since.get().toSeconds() + " s", true))
                : Optional.empty();
    }
}
