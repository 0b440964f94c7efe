package dev.lifeguard.operations;

import dev.lifeguard.operations.ManagedPool.Look;
import dev.lifeguard.operations.OperationRecord.State;
import dev.lifeguard.operations.RefusedException.Kind;
import dev.lifeguard.operations.Standing.Temporary;
import dev.lifeguard.operations.Standing.Revert;
import dev.lifeguard.server.PoolAccessException;
import dev.lifeguard.server.PoolControl.Capability;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Changes settings and reads back.
 *
 * <p>A setting that is to go back goes back to what it was before the first of the changes that are pending: a second change of it with a
 * time takes the place of the first one's return and keeps its goal, one without a time makes the return void. It goes back in the server's
 * configuration too if any of these changes was written there.
 */
final class SettingsWork implements Work {

    private static final Logger LOG = System.getLogger(SettingsWork.class.getName());
    /** A server may take its time to notice that its configuration was changed. */
    private static final Duration CONFIGURED_WITHIN = Duration.ofSeconds(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final ServerAccess server;
    private final ManagedPool pool;
    private final Order.Settings order;
    private final Look before;
    private final Map<Setting, Long> wanted;
    private final Optional<Instant> revertAt;

    /**
     * @param bounds empty for what puts something back, which nothing may keep from it
     * @throws RefusedException if it may not be
     */
    SettingsWork(ServerAccess server, ManagedPool pool, Order.Settings order, Optional<Bounds> bounds, Instant now) {
        this.server = server;
        this.pool = pool;
        this.order = order;
        before = pool.look();
        wanted = Setting.of(order.change());
        revertAt = order.revertAfter().map(now::plus);
        order.version().filter(version -> !version.equals(pool.version())).ifPresent(version -> {
            throw new RefusedException(Kind.STALE, "The settings have changed since: their version is " + pool.version());
        });
        server.require(pool.pool, order.persist() ? Capability.PERSIST : Capability.CHANGE);
        requireFitting();
        bounds.filter(some -> wanted.containsKey(Setting.MAX))
                .ifPresent(some -> some.require(wanted.get(Setting.MAX), Optional.ofNullable(before.values().get(Setting.MAX))));
        if (!order.persist() || revertAt.isPresent()) {
            wanted.keySet().forEach(this::requireHome);
        }
    }

    private void requireFitting() {
        Map<Setting, Long> after = after();
        if (after.containsKey(Setting.MAX) && after.getOrDefault(Setting.MIN, 0L) > after.get(Setting.MAX)) {
            throw new RefusedException(Kind.OUT_OF_BOUNDS, "min would be " + after.get(Setting.MIN) + " and max " + after.get(Setting.MAX)
                    + "; min must be at most max");
        }
    }

    private void requireHome(Setting setting) {
        if (runtimeHome(setting) == null) {
            throw new RefusedException(Kind.UNSUPPORTED, setting.word + " cannot be changed for a time: what it is now, "
                    + "without end or finer than a second, could not be put back");
        }
    }

    private Long runtimeHome(Setting setting) {
        Long configured = Setting.of(before.configured()).get(setting);
        Temporary temporary = pool.standing().runtime().get(setting);
        if (configured != null || temporary == null) {
            return configured != null ? configured : before.values().get(setting);
        }
        return temporary.home();
    }

    private Map<Setting, Long> after() {
        Map<Setting, Long> after = Standing.mutable(before.values());
        after.putAll(wanted);
        return after;
    }

    @Override
    public Pace pace() {
        return Pace.AT_ONCE;
    }

    @Override
    public Effect effect() {
        return new Effect(
                difference(before.values(), wanted), Setting.words(before.values()), Setting.words(after()), OptionalInt.empty());
    }

    private static String difference(Map<Setting, Long> before, Map<Setting, Long> after) {
        StringBuilder text = new StringBuilder();
        after.forEach((setting, value) -> text.append(text.isEmpty() ? "" : ", ")
                .append(setting.word)
                .append(" from ")
                .append(before.containsKey(setting) ? before.get(setting) : "none")
                .append(" to ")
                .append(value));
        return text.toString();
    }

    @Override
    public Optional<Standing> promised() {
        return Optional.of(standing(wanted.keySet()));
    }

    @Override
    public Optional<Instant> revertAt() {
        return revertAt;
    }

    /** What holds once these of the settings are as wanted. */
    private Standing standing(Set<Setting> taken) {
        Standing now = pool.standing();
        Map<Setting, Temporary> runtime = Standing.mutable(now.runtime());
        Map<Setting, Revert> reverts = Standing.mutable(now.reverts());
        for (Setting setting : taken) {
            long value = wanted.get(setting);
            Long home = runtimeHome(setting);
            Optional<Revert> pending = Optional.ofNullable(now.reverts().get(setting));
            runtime.remove(setting);
            reverts.remove(setting);
            if (!order.persist() && value != home) {
                runtime.put(setting, new Temporary(value, home));
            }
            Optional<Revert> configured = pending.filter(before -> before.persist() && !order.persist());
            revertAt.ifPresent(at -> reverts.put(setting, new Revert(
                    configured.map(Revert::value).orElse(value),
                    pending.map(Revert::home).orElse(home),
                    order.persist() || configured.isPresent(),
                    at)));
        }
        return now.with(runtime, reverts);
    }

    @Override
    public Outcome perform(ManagedPool.Running running, Consumer<String> progress) {
        Optional<String> failure = Optional.empty();
        try {
            if (order.persist()) {
                server.control().persist(pool.pool, order.change());
            } else {
                server.control().change(pool.pool, order.change());
            }
        } catch (PoolAccessException e) {
            failure = Optional.of(e.getMessage());
        } catch (RuntimeException | LinkageError e) {
            // Whatever it came to is read back: what is in force has to be put back some time.
            LOG.log(Level.ERROR, "The settings of " + pool.pool.name() + " could not be changed", e);
            failure = Optional.of("it failed in an unforeseen way; the log has it");
        }
        String why = failure.map(message -> ": " + message).orElse("");
        Look after;
        try {
            after = readBack(failure.isEmpty());
        } catch (PoolAccessException e) {
            return new Outcome(State.PARTLY, "What is in force cannot be read" + why + ": " + e.getMessage(), Map.of(), promised());
        }
        pool.look(after);
        Set<Setting> met = met(after);
        Map<Setting, Long> readBack = after.values();
        String changed = difference(before.values(), only(wanted.keySet(), readBack));
        if (met.size() == wanted.size()) {
            return new Outcome(State.DONE, changed + (order.persist() ? ", in the configuration too" : ""), Setting.words(readBack),
                    Optional.of(standing(met)));
        }
        boolean same = readBack.equals(before.values()) && Setting.of(after.configured()).equals(Setting.of(before.configured()));
        String told = same ? "Nothing was changed" + why : "Only some of it was done, " + changed + why;
        return new Outcome(same ? State.FAILED : State.PARTLY, told, Setting.words(readBack), Optional.of(standing(met)));
    }

    private Look readBack(boolean accepted) {
        long begin = server.nanoClock().getAsLong();
        Look look = server.look(pool.pool);
        try {
            while (accepted && met(look).size() < wanted.size() && server.nanoClock().getAsLong() - begin < CONFIGURED_WITHIN.toNanos()) {
                server.pause().pause(BETWEEN_LOOKS);
                look = server.look(pool.pool);
            }
        } catch (InterruptedException e) {
            // What was changed by now is told all the same.
            Thread.currentThread().interrupt();
        }
        return look;
    }

    private Set<Setting> met(Look look) {
        Set<Setting> met = new TreeSet<>();
        wanted.forEach((setting, value) -> {
            boolean configured = !order.persist() || value.equals(Setting.of(look.configured()).get(setting));
            if (configured && value.equals(look.values().get(setting))) {
                met.add(setting);
            }
        });
        return met;
    }

    private static Map<Setting, Long> only(Set<Setting> settings, Map<Setting, Long> values) {
        Map<Setting, Long> some = new EnumMap<>(Setting.class);
        settings.stream().filter(values::containsKey).forEach(setting -> some.put(setting, values.get(setting)));
        return some;
    }
}
