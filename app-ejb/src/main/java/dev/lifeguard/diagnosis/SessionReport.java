package dev.lifeguard.diagnosis;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The sessions of one pool's database that have to do with the pool.
 *
 * @param age of the reading that they are from; absent if there is none
 * @param reason why there is no reading, a sentence for people; absent exactly if there is one
 * @param sessions by pid; empty without a reading
 */
public record SessionReport(Optional<Duration> age, Optional<String> reason, List<PoolSession> sessions) {

    public SessionReport {
        Objects.requireNonNull(age, "age");
        Objects.requireNonNull(reason, "reason");
        sessions = List.copyOf(sessions);
        if (age.isPresent() == reason.isPresent()) {
            throw new IllegalArgumentException("A reason is given exactly for sessions that were not read");
        }
    }

    static SessionReport unread(String reason) {
        return new SessionReport(Optional.empty(), Optional.of(reason), List.of());
    }
}
