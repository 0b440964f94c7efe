package dev.lifeguard.governor;

import dev.lifeguard.observation.PoolFlow;
import dev.lifeguard.operations.GovernorMode;
import dev.lifeguard.operations.Order;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.SettingsChange;
import dev.lifeguard.pool.SettingsInForce;
import dev.lifeguard.sizing.Advice;
import dev.lifeguard.sizing.Bounds;
import dev.lifeguard.sizing.HeadRoomLaw;
import dev.lifeguard.sizing.Look;
import dev.lifeguard.sizing.Look.Frozen;
import dev.lifeguard.sizing.Objective;
import dev.lifeguard.sizing.Sizer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One pool whose size is judged and, where that is its mode, given. Judged by one thread; what becomes of it is told by whoever does it,
 * one at a time; its counsel is read by any.
 */
final class GovernedPool {

    private static final Logger LOG = System.getLogger(GovernedPool.class.getName());
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

    final PoolId id;
    private final Sizer sizer = new Sizer(new HeadRoomLaw(), Objective.STANDARD);
    private volatile Standing standing;
    private volatile Optional<Advice> advice = Optional.empty();
    private volatile Optional<Pause> pause = Optional.empty();

    private volatile Optional<String> trouble = Optional.empty();
    private volatile String told = "";
    private volatile long retryNanos;
    private volatile Duration retryAfter = Duration.ZERO;
    /** What min was before it had to follow max; 0 if it did not have to. */
    private volatile int originalMin;

    /**
     * What does not change from one look to the next.
     *
     * @param mode what is done about its size
     * @param configured what would be by configuration
     * @param changeable whether it can be governed at all
     * @param frozen why it is not to be touched
     */
    record Standing(GovernorMode mode, GovernorMode configured, boolean changeable, Bounds bounds, Optional<Frozen> frozen) {

        private Standing ordered(GovernorMode other) {
            return new Standing(other, configured, changeable, bounds, frozen);
        }

        private GovernorMode effective() {
            return mode == GovernorMode.GOVERN && !changeable ? GovernorMode.ADVISE : mode;
        }
    }

    private record Pause(long endNanos, Instant end) {}

    GovernedPool(PoolId id, Standing standing) {
        this.id = id;
        this.standing = standing;
    }

    void stands(Standing now) {
        standing = now;
    }

    Bounds bounds() {
        return standing.bounds();
    }

    /** Somebody ordered it: whatever was in the way is to be seen anew. */
    void ordered(GovernorMode mode) {
        standing = standing.ordered(mode);
        pause = Optional.empty();
        settled();
    }

    /** Somebody has changed the settings, and is to see what comes of it. */
    void changedByHand(Duration forSoLong, long nanos, Instant now) {
        originalMin = 0;
        if (standing.mode() == GovernorMode.GOVERN && !forSoLong.isZero()) {
            pause = Optional.of(new Pause(nanos + forSoLong.toNanos(), now.plus(forSoLong)));
        }
    }

    Counsel counsel() {
        Standing now = standing;
        GovernorMode mode = now.effective();
        Optional<String> why = now.mode() == mode ? trouble
                : Optional.of("Operations are switched off, so that the pool's size is advised on alone");
        return new Counsel(
                mode, now.configured(), now.bounds(), mode == GovernorMode.OFF ? Optional.empty() : advice,
                mode == GovernorMode.GOVERN ? pause.map(Pause::end) : Optional.empty(), why);
    }

    /** @param drained whether it is at this moment */
    void look(long nanos, Optional<PoolFlow> flow, OptionalInt max, boolean drained) {
        pause = pause.filter(until -> nanos - until.endNanos() < 0);
        Standing now = standing;
        if (now.effective() == GovernorMode.OFF || flow.isEmpty() || max.isEmpty()) {
            advice = Optional.empty();
            return;
        }
        PoolFlow seen = flow.get();
        Look look = new Look(nanos, max.getAsInt(), seen.inUse(), seen.waiting(), seen.flow(), frozen(now, seen, drained));
        advice = Optional.of(sizer.advise(look, now.bounds()));
    }

    private Optional<Frozen> frozen(Standing now, PoolFlow seen, boolean drained) {
        Optional<Frozen> frozen = drained ? Optional.of(Frozen.DRAINED) : now.frozen();
        return frozen.or(() -> seen.exact() ? Optional.empty() : Optional.of(Frozen.UNMEASURED))
                .or(() -> pause.filter(until -> now.effective() == GovernorMode.GOVERN).map(until -> Frozen.PAUSED));
    }

    /** Whether its size is to be changed as soon as another is right. */
    boolean isGoverned() {
        return standing.effective() == GovernorMode.GOVERN && advice.isPresent() && advice.get().evidence().frozen().isEmpty();
    }

    /** Whether the last order came to nothing a moment ago. */
    boolean isPatient(long nanos) {
        return !retryAfter.isZero() && nanos - retryNanos < 0;
    }

    /** What is to be done now; empty if it is right as it is. */
    Optional<Order.Settings> order(SettingsInForce inForce) {
        return advice.filter(given -> isGoverned() && given.action() != Advice.Action.HOLD)
                .map(given -> new Order.Settings(
                        id, change(given.max(), inForce.min()), Optional.empty(), Optional.empty(), false, Optional.of(given.sentence())));
    }

    /** min stays as it is, as long as max is not below it. */
    private SettingsChange change(int max, int min) {
        int right = Math.min(max, Math.max(min, originalMin));
        return right == min ? SettingsChange.ofMax(max) : SettingsChange.ofSize(right, max);
    }

    /** @param before what was in force */
    void done(Order.Settings order, SettingsInForce before) {
        int highest = Math.max(before.min(), originalMin);
        order.change().min().ifPresent(min -> originalMin = min < highest ? highest : 0);
        settled();
    }

    private void settled() {
        trouble = Optional.empty();
        told = "";
        retryAfter = Duration.ZERO;
    }

    /** It was ordered, and came to nothing: it is left alone for a second, for twice as long each time, and for a minute at most. */
    void failed(String why, long nanos) {
        Duration doubled = retryAfter.multipliedBy(2);
        retryAfter = doubled.isZero() ? FIRST_RETRY : doubled.compareTo(LONGEST_RETRY) < 0 ? doubled : LONGEST_RETRY;
        retryNanos = nanos + retryAfter.toNanos();
        trouble = Optional.of(why);
    }

    /** @param worthALine whether it will not have passed in a moment */
    void prevented(String why, boolean worthALine) {
        trouble = Optional.of(why);
        if (worthALine && !told.equals(why)) {
            told = why;
            LOG.log(Level.WARNING, "Pool {0} is not given the size that it should have: {1}", id, why);
        }
    }
}
