package dev.lifeguard.web.rest;

import dev.lifeguard.pool.PoolId;

/** Ids as they come in addresses. */
final class Ids {

    private Ids() {}

    /** 404 for what cannot be the id of a pool. */
    static PoolId pool(String id) {
        try {
            return new PoolId(id);
        } catch (IllegalArgumentException e) {
            throw ApiError.noPool(id);
        }
    }
}
