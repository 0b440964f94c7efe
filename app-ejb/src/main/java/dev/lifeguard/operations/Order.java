package dev.lifeguard.operations;

import dev.lifeguard.pool.OneLine;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.SettingsChange;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** What is wanted of one pool, with all that it takes to do it. Each form checks its own ranges, by {@link IllegalArgumentException}. */
public sealed interface Order {

    Duration LONGEST_TIMEOUT = Duration.ofHours(1);
    Duration LONGEST_PING = Duration.ofSeconds(60);
    Duration LONGEST_REVERT = Duration.ofDays(30);
    int LONGEST_REASON = 500;
    /** Among the particulars: whether it is written to the server's configuration too. */
    String PERSIST = "persist";
    /** Among the particulars: what is to be done about the pool's size. */
    String MODE = "mode";

    PoolId pool();

    /** Why, in the words of who wants it, up to 500 characters; line breaks and other controls have become blanks. */
    Optional<String> reason();

    Operation operation();

    /** Its particulars in the words of the API, without reason and version. */
    default Map<String, String> asked() {
        return Map.of();
    }

    /**
     * @param change what becomes of the settings; not empty
     * @param version of the settings that it is based on, as {@link PoolControlState#version} told it; empty for Lifeguard itself,
     *     whatever they are
     * @param revertAfter after which it goes back by itself, 1 s to 30 days; empty for never
     * @param persist whether it is to outlive the server; else a restart of the server or the end of Lifeguard undoes it
     */
    record Settings(
            PoolId pool,
            SettingsChange change,
            Optional<String> version,
            Optional<Duration> revertAfter,
            boolean persist,
            Optional<String> reason)
            implements Order {

        public Settings {
            Objects.requireNonNull(pool, "pool");
            Objects.requireNonNull(version, "version");
            if (change.isEmpty()) {
                throw new IllegalArgumentException("Nothing is to be changed; give min, max, waitTimeoutSeconds or idleTimeoutSeconds");
            }
            revertAfter.ifPresent(time -> requireWithin("revertAfter", time, Duration.ofSeconds(1), LONGEST_REVERT));
            reason = clean(reason);
        }

        @Override
        public Operation operation() {
            return Operation.SETTINGS;
        }

        @Override
        public Map<String, String> asked() {
            Map<String, String> asked = Setting.words(Setting.of(change));
            revertAfter.ifPresent(time -> asked.put("revertAfter", time.toString()));
            asked.put(PERSIST, Boolean.toString(persist));
            return asked;
        }
    }

    /** @param timeout how long it is waited for connections in use, 1 s to 1 h; later they are replaced all the same when they come back */
    record Recycle(PoolId pool, Duration timeout, Optional<String> reason) implements Order {

        public Recycle {
            Objects.requireNonNull(pool, "pool");
            requireWithin("timeout", timeout, Duration.ofSeconds(1), LONGEST_TIMEOUT);
            reason = clean(reason);
        }

        @Override
        public Operation operation() {
            return Operation.RECYCLE;
        }

        @Override
        public Map<String, String> asked() {
            return Map.of("timeout", timeout.toString());
        }
    }

    /** @param confirmed how many connections in use may be cut at most, 0 or more; empty if nobody has confirmed any */
    record Flush(PoolId pool, OptionalInt confirmed, Optional<String> reason) implements Order {

        public Flush {
            Objects.requireNonNull(pool, "pool");
            if (confirmed.isPresent() && (confirmed.getAsInt() < 0 || confirmed.getAsInt() > SettingsChange.MOST_CONNECTIONS)) {
                throw new IllegalArgumentException(
                        "confirmCut is " + confirmed.getAsInt() + "; it must be from 0 to " + SettingsChange.MOST_CONNECTIONS);
            }
            reason = clean(reason);
        }

        @Override
        public Operation operation() {
            return Operation.FLUSH;
        }

        @Override
        public Map<String, String> asked() {
            return confirmed.isPresent() ? Map.of("confirmCut", Integer.toString(confirmed.getAsInt())) : Map.of();
        }
    }

    /** @param deadline after which it has failed, 1 s to 60 s */
    record Ping(PoolId pool, Duration deadline, Optional<String> reason) implements Order {

        public Ping {
            Objects.requireNonNull(pool, "pool");
            requireWithin("deadline", deadline, Duration.ofSeconds(1), LONGEST_PING);
            reason = clean(reason);
        }

        @Override
        public Operation operation() {
            return Operation.PING;
        }

        @Override
        public Map<String, String> asked() {
            return Map.of("deadline", deadline.toString());
        }
    }

    /** Opens connections up to min, and has min kept from then on. */
    record Warm(PoolId pool, Optional<String> reason) implements Order {

        public Warm {
            Objects.requireNonNull(pool, "pool");
            reason = clean(reason);
        }

        @Override
        public Operation operation() {
            return Operation.WARM;
        }
    }

    /** @param timeout how long it is waited for zero in use, 1 s to 1 h; what is in use then stays so, and nothing is flushed */
    record Drain(PoolId pool, Duration timeout, Optional<String> reason) implements Order {

        public Drain {
            Objects.requireNonNull(pool, "pool");
            requireWithin("timeout", timeout, Duration.ofSeconds(1), LONGEST_TIMEOUT);
            reason = clean(reason);
        }

        @Override
        public Operation operation() {
            return Operation.DRAIN;
        }

        @Override
        public Map<String, String> asked() {
            return Map.of("timeout", timeout.toString());
        }
    }

    record Resume(PoolId pool, Optional<String> reason) implements Order {

        public Resume {
            Objects.requireNonNull(pool, "pool");
            reason = clean(reason);
        }

        @Override
        public Operation operation() {
            return Operation.RESUME;
        }
    }

    /** Holds until another one is ordered, whatever is configured. */
    record Govern(PoolId pool, GovernorMode mode, Optional<String> reason) implements Order {

        public Govern {
            Objects.requireNonNull(pool, "pool");
            Objects.requireNonNull(mode, "mode");
            reason = clean(reason);
        }

        @Override
        public Operation operation() {
            return Operation.GOVERN;
        }

        @Override
        public Map<String, String> asked() {
            return Map.of(MODE, mode.word());
        }
    }

    private static void requireWithin(String what, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(what + " is " + value + "; it must be from " + least + " to " + most);
        }
    }

    /** As {@link #reason} has it. */
    static Optional<String> clean(Optional<String> reason) {
        Optional<String> cleaned = reason
                .map(OneLine::of)
                .filter(text -> !text.isEmpty());
        cleaned.ifPresent(text -> {
            if (text.length() > LONGEST_REASON) {
                throw new IllegalArgumentException("reason has " + text.length() + " characters; it may have " + LONGEST_REASON);
            }
        });
        return cleaned;
    }
}
