package dev.lifeguard.operations;

import dev.lifeguard.database.ConnectionLimits;
import dev.lifeguard.database.ConnectionLimits.Limit;
import dev.lifeguard.operations.RefusedException.Kind;
import dev.lifeguard.pool.SettingsChange;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Between which max may be set: the configured floor and ceiling, and what the database has left. A database allows so many connections in
 * all, to a role, and to one of its databases; of each of these limits that counts for a pool there is left what is neither in reserve nor
 * the max of another pool that counts towards it. The sum is over the pools of this server whose databases have told who they are; what
 * other servers and tools have open is for the reserve.
 *
 * @param ceiling absent where nothing limits
 * @param ceilingReason what sets the ceiling, with the numbers; absent without one
 */
record Bounds(int floor, OptionalInt ceiling, Optional<String> ceilingReason) {

    /**
     * A pool that counts towards limits.
     *
     * @param max its max in force; without one it may take all, and is not counted
     */
    record Sharer(ConnectionLimits limits, OptionalInt max) {}

    /**
     * @param configuredCeiling 10,000 for none
     * @param own limits of this pool's database; empty where they are not known
     * @param others the other pools
     */
    static Bounds of(int floor, int configuredCeiling, int reserve, Optional<ConnectionLimits> own, Collection<Sharer> others) {
        Bounds tightest = configuredCeiling == SettingsChange.MOST_CONNECTIONS
                ? new Bounds(floor, OptionalInt.empty(), Optional.empty())
                : new Bounds(floor, OptionalInt.of(configuredCeiling), Optional.of("the configured ceiling is " + configuredCeiling));
        for (Limit limit : own.map(ConnectionLimits::limits).orElse(List.of())) {
            int taken = others.stream()
                    .filter(other -> other.limits().limits().stream().anyMatch(limit::isTheSameAs))
                    .mapToInt(other -> other.max().orElse(0))
                    .sum();
            int left = Math.max(0, limit.connections() - reserve - taken);
            if (tightest.ceiling.isEmpty() || left < tightest.ceiling.getAsInt()) {
                String reason = "%s allows %d connections, %d are other pools', %d are kept free"
                        .formatted(limit.whose(), limit.connections(), taken, reserve);
                tightest = new Bounds(floor, OptionalInt.of(left), Optional.of(reason));
            }
        }
        return tightest;
    }

    /**
     * Refuses a max beyond the bounds, with the numbers; not one that comes nearer to them.
     *
     * @param now the max in force; absent for a pool without a limit
     */
    void require(long max, Optional<Long> now) {
        boolean grows = now.isEmpty() || max > now.get();
        if (grows && ceiling.isPresent() && max > ceiling.getAsInt()) {
            throw new RefusedException(
                    Kind.OUT_OF_BOUNDS, "max is " + max + "; at most " + ceiling.getAsInt() + ": " + ceilingReason.orElseThrow());
        }
        boolean shrinks = now.isEmpty() || max < now.get();
        if (shrinks && max < floor) {
            throw new RefusedException(
                    Kind.OUT_OF_BOUNDS, "max is " + max + "; at least " + floor + ": the configured floor is " + floor);
        }
    }
}
