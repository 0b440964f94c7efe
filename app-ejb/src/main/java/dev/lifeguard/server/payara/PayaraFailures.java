package dev.lifeguard.server.payara;

import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.server.SqlFailures;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Tells an exhausted pool of Payara's from a database in trouble. */
final class PayaraFailures {

    /** All that Payara gives when the wait timeout is over: no SQLSTATE, no class of its own, and this in English in every locale. */
    private static final String EXHAUSTED = "In-use connections equal max-pool-size and expired max-wait-time";

    private PayaraFailures() {}

    static FailureKind kindOf(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
            if (cause.getMessage() != null && cause.getMessage().contains(EXHAUSTED)) {
                return FailureKind.EXHAUSTED;
            }
        }
        return SqlFailures.kindOf(failure);
    }
}
