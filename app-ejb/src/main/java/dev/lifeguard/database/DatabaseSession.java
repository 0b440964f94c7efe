package dev.lifeguard.database;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One session of a database as it was when it was asked about. Durations are by the database's clock. Of a session that the asking role may
 * not look into, state, durations, wait and statement are absent.
 *
 * @param pid the number that the database knows it by; given anew to a later session
 * @param applicationName that the client gave; absent if it gave none
 * @param user the role that logged in
 * @param database that it works in
 * @param state what it was doing
 * @param since for how long it was in that state
 * @param transactionAge since when its transaction runs; absent too if it is in none
 * @param age since it was opened
 * @param waitEvent what it waited for, in the database's words and with its class first, for example {@code Lock/transactionid};
 *     absent too if it did not wait
 * @param blockedBy the sessions that keep it from a lock, by pid, 0 for a prepared transaction; empty unless it waits for a lock, and for
 *     more than 50 waiters at once known only of those that have waited longest
 * @param statement that it runs, or ran last, its literals masked; absent too if it ran none
 */
public record DatabaseSession(
        int pid,
        Optional<String> applicationName,
        String user,
        String database,
        Optional<SessionState> state,
        Optional<Duration> since,
        Optional<Duration> transactionAge,
        Optional<Duration> age,
        Optional<String> waitEvent,
        List<Integer> blockedBy,
        Optional<String> statement) {

    public DatabaseSession {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(database, "database");
        blockedBy = List.copyOf(blockedBy);
    }
}
