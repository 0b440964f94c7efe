package dev.lifeguard.server.payara;

import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.server.SqlFailures;

/** Tells an exhausted pool of Payara's from a database in trouble. */
final class PayaraFailures {

    /** All that Payara gives when the wait timeout is over: no SQLSTATE, no class of its own, and this in English in every locale. */
    private static final String EXHAUSTED = "In-use connections equal max-pool-size and expired max-wait-time";

    private PayaraFailures() {}

    static FailureKind kindOf(Throwable failure) {
        return SqlFailures.kindOf(failure, cause -> cause.getMessage() != null && cause.getMessage().contains(EXHAUSTED));
    }
}
