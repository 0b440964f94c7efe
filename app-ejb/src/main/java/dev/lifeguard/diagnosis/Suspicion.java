package dev.lifeguard.diagnosis;

import java.util.Objects;

/**
 * That a connection is leaked. Taken back when the connection returns after all.
 *
 * @param reason the evidence, a sentence for people
 * @param sessionSeen whether the database confirms that the connection is not used; else its holder's thread is the only witness
 */
public record Suspicion(String reason, boolean sessionSeen) {

    public Suspicion {
        Objects.requireNonNull(reason, "reason");
    }
}
