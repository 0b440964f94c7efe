package dev.lifeguard.operations;

import java.util.Locale;

/** What can happen to a pool, by an operator's word, by Lifeguard's own or from outside. */
public enum Operation {
    /** Sizes or timeouts are changed. */
    SETTINGS,
    /** Every connection is replaced, none is cut. */
    RECYCLE,
    /** Every connection is closed, those in use too. */
    FLUSH,
    /** One connection is borrowed and validated. */
    PING,
    /** Connections are opened up to min, and kept so from then on. */
    WARM,
    /** The pool is taken out of service: not ready, wait for zero in use, flush. */
    DRAIN,
    /** A drained pool is put back into service. */
    RESUME,
    /** Something else is done about the pool's size: nothing, advice, or that it is given the one it should have. */
    GOVERN,
    /** Load is put on the pool. Changes no setting, and keeps none from being changed. */
    DRILL;

    /** The word as it stands in addresses and answers: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
