package dev.lifeguard.web.rest;

import dev.lifeguard.pool.PoolId;
import dev.lifeguard.web.problem.ProblemException;
import dev.lifeguard.web.problem.ProblemType;

/** Ids as they come in addresses. */
final class Ids {

    private Ids() {}

    /** 404 for what cannot be the id of a pool. */
    static PoolId pool(String id) {
        try {
            return new PoolId(id);
        } catch (IllegalArgumentException e) {
            // Without it: it may be anything.
            throw new ProblemException(ProblemType.UNKNOWN_POOL, "What the address names cannot be the id of a pool");
        }
    }
}
