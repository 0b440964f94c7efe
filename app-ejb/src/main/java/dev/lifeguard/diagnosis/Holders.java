package dev.lifeguard.diagnosis;

import dev.lifeguard.database.DatabaseSession;
import dev.lifeguard.observation.Holder;
import dev.lifeguard.pool.PoolId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Joins the holders of a pool with what their threads, the database and the watch for leaks know of them. */
final class Holders {

    /** Each takes up to 0.1 ms, and nobody reads more of them. */
    static final int MOST_STACKS = 50;
    private static final int DEEPEST_STACK = 60;

    private final Function<PoolId, List<Holder>> holders;
    private final Function<PoolId, Optional<PoolReading>> sessions;
    private final Function<PoolId, Map<Long, Suspicion>> suspicions;
    private final Duration stackAfter;
    private final LongSupplier nanoClock;

    Holders(
            Function<PoolId, List<Holder>> holders,
            Function<PoolId, Optional<PoolReading>> sessions,
            Function<PoolId, Map<Long, Suspicion>> suspicions,
            Duration stackAfter,
            LongSupplier nanoClock) {
        this.holders = holders;
        this.sessions = sessions;
        this.suspicions = suspicions;
        this.stackAfter = stackAfter;
        this.nanoClock = nanoClock;
    }

    /** The longest held first. */
    List<HeldConnection> of(PoolId pool) {
        long now = nanoClock.getAsLong();
        List<Holder> longestFirst = new ArrayList<>(holders.apply(pool));
        longestFirst.sort(Comparator.comparingLong((Holder holder) -> now - holder.sinceNanos()).reversed());
        Optional<PoolReading> reading = sessions.apply(pool);
        Map<Long, Suspicion> suspected = suspicions.apply(pool);
        List<HeldConnection> held = new ArrayList<>(longestFirst.size());
        for (Holder holder : longestFirst) {
            Duration heldFor = Duration.ofNanos(Math.max(0, now - holder.sinceNanos()));
            boolean stack = held.size() < MOST_STACKS && heldFor.compareTo(stackAfter) > 0;
            Optional<DatabaseSession> session = reading.flatMap(known -> known.sessionOf(holder));
            held.add(new HeldConnection(
                    holder,
                    heldFor,
                    holder.thread().getState(),
                    session,
                    stack ? stack(holder.thread()) : List.of(),
                    Optional.ofNullable(suspected.get(holder.borrow()))));
        }
        return held;
    }

    private static List<StackTraceElement> stack(Thread thread) {
        return Arrays.stream(thread.getStackTrace()).limit(DEEPEST_STACK).toList();
    }
}
