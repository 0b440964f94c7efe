package dev.lifeguard.operations;

import dev.lifeguard.pool.SettingsInForce;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * How a pool stands with its operators: what is in force, what it came from, and what is allowed. Answered from memory.
 *
 * @param version of the settings in force, of the origin and of whether it is drained: another one for others; of {@code [0-9a-f]}
 * @param inForce as last read from the running pool; absent while the server has not built it or does not tell
 * @param originMin min as the server's configuration has it
 * @param originMax max as the server's configuration has it
 * @param floor the least max that an order may ask for, 1 or more
 * @param ceiling the most; absent where neither the configuration nor the database sets one
 * @param ceilingReason what sets the ceiling, with the numbers; absent without one
 * @param drained whether it is drained, or being drained
 * @param running the operation that runs on it now
 * @param revertAt when a change goes back by itself
 * @param lacks what cannot be done to this pool on this server, by operation, and why, a sentence each
 */
public record PoolControlState(
        String version,
        Optional<SettingsInForce> inForce,
        OptionalInt originMin,
        OptionalInt originMax,
        int floor,
        OptionalInt ceiling,
        Optional<String> ceilingReason,
        boolean drained,
        Optional<UUID> running,
        Optional<Instant> revertAt,
        Map<Operation, String> lacks) {

    public PoolControlState {
        lacks = Map.copyOf(lacks);
    }
}
