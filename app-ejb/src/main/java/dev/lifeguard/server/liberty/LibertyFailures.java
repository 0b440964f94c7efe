package dev.lifeguard.server.liberty;

import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.server.SqlFailures;
import java.util.Set;

/** Tells an exhausted pool from a failing database. */
final class LibertyFailures {

    /** The pool's own and the one that JDBC hands on. The latter has the SQLState 08001, as if the database could not be reached. */
    private static final Set<String> EXHAUSTED = Set.of(
            "com.ibm.websphere.ce.j2c.ConnectionWaitTimeoutException",
            "com.ibm.websphere.ce.cm.ConnectionWaitTimeoutException");

    private LibertyFailures() {}

    static FailureKind kindOf(Throwable failure) {
        return SqlFailures.kindOf(failure, cause -> EXHAUSTED.contains(cause.getClass().getName()));
    }
}
