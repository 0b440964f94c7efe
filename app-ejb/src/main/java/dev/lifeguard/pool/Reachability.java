package dev.lifeguard.pool;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether the database behind a pool can be reached, as far as was asked.
 *
 * @param state what the last answer was
 * @param acquisitionTime how long the last successful borrow took, from asking to having; absent before the first
 * @param reason why the state is not {@code REACHABLE}, for people; absent exactly if it is
 */
public record Reachability(State state, Optional<Duration> acquisitionTime, Optional<String> reason) {

    /** What is known of the database. */
    public enum State {
        /** It answered. */
        REACHABLE,
        /** It could not be had, or did not answer in time. */
        UNREACHABLE,
        /** The database answers that it is starting up, shutting down or read-only for now. */
        RECOVERING,
        /** The database answers and refuses: wrong password, unknown database, no slot left. */
        REFUSED,
        /** It is being asked for the first time, and no answer has come. */
        PENDING,
        /** Not asked, or the pool was too full to ask. */
        UNKNOWN
    }

    public Reachability {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(acquisitionTime, "acquisitionTime");
        Objects.requireNonNull(reason, "reason");
        if (reason.isPresent() == (state == State.REACHABLE)) {
            throw new IllegalArgumentException("A reason is given exactly for what is not reachable, not for " + state);
        }
    }

    public static Reachability reachable(Duration acquisitionTime) {
        return new Reachability(State.REACHABLE, Optional.of(acquisitionTime), Optional.empty());
    }

    /** The same borrow time, and the database answers: on a connection that was not borrowed. */
    public Reachability answers() {
        return new Reachability(State.REACHABLE, acquisitionTime, Optional.empty());
    }

    public static Reachability pending() {
        return new Reachability(State.PENDING, Optional.empty(), Optional.of("The first answer has not come yet"));
    }

    public static Reachability unknown(String reason) {
        return new Reachability(State.UNKNOWN, Optional.empty(), Optional.of(reason));
    }

    /** The same borrow time, another answer. */
    public Reachability becomes(State other, String why) {
        return new Reachability(other, acquisitionTime, Optional.of(why));
    }
}
