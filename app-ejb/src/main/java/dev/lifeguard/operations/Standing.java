package dev.lifeguard.operations;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * What holds for a pool until further notice because somebody ordered it: survives the end of Lifeguard and of the server.
 *
 * @param drained whether it is drained, or being drained
 * @param warmed whether min is kept filled
 * @param runtime settings in force by our doing that are not the configured ones
 * @param reverts settings that go back by themselves
 * @param mode what is done about its size; empty where nobody ordered it, so that the configuration says
 */
record Standing(
        boolean drained, boolean warmed, Map<Setting, Temporary> runtime, Map<Setting, Revert> reverts, Optional<GovernorMode> mode) {

    static final Standing NONE = new Standing(false, false, Map.of(), Map.of(), Optional.empty());

    /**
     * A setting in the server's memory alone.
     *
     * @param value what was put in force
     * @param home what it is without us: the configured value, or where the server tells none, the one in force before
     */
    record Temporary(long value, long home) {}

    /**
     * A setting that goes back.
     *
     * @param value what was set; where it was written to the server's configuration, what is there
     * @param home what it goes back to
     * @param persist whether in the server's configuration too
     * @param at when, by the wall clock
     */
    record Revert(long value, long home, boolean persist, Instant at) {}

    Standing {
        runtime = Map.copyOf(runtime);
        reverts = Map.copyOf(reverts);
        Objects.requireNonNull(mode, "mode");
    }

    Standing drained(boolean now) {
        return new Standing(now, warmed, runtime, reverts, mode);
    }

    Standing warm() {
        return new Standing(drained, true, runtime, reverts, mode);
    }

    Standing governed(GovernorMode ordered) {
        return new Standing(drained, warmed, runtime, reverts, Optional.of(ordered));
    }

    Standing with(Map<Setting, Temporary> otherRuntime, Map<Setting, Revert> otherReverts) {
        return new Standing(drained, warmed, otherRuntime, otherReverts, mode);
    }

    /** Without what we did to these settings: somebody else has decided about them. */
    Standing without(Iterable<Setting> settings) {
        Map<Setting, Temporary> otherRuntime = mutable(runtime);
        Map<Setting, Revert> otherReverts = mutable(reverts);
        settings.forEach(setting -> {
            otherRuntime.remove(setting);
            otherReverts.remove(setting);
        });
        return with(otherRuntime, otherReverts);
    }

    /** Without what the end of the server undid. */
    Standing persisted() {
        Map<Setting, Revert> kept = mutable(reverts);
        kept.values().removeIf(revert -> !revert.persist());
        return with(Map.of(), kept);
    }

    /** With these settings as another has them. */
    Standing with(Iterable<Setting> settings, Standing other) {
        Standing merged = without(settings);
        Map<Setting, Temporary> otherRuntime = mutable(merged.runtime);
        Map<Setting, Revert> otherReverts = mutable(merged.reverts);
        settings.forEach(setting -> {
            otherRuntime.computeIfAbsent(setting, other.runtime::get);
            otherReverts.computeIfAbsent(setting, other.reverts::get);
        });
        return with(otherRuntime, otherReverts);
    }

    /** Where the settings in memory alone go back to. */
    Map<Setting, Long> homes() {
        Map<Setting, Long> homes = new EnumMap<>(Setting.class);
        runtime.forEach((setting, temporary) -> homes.put(setting, temporary.home()));
        return homes;
    }

    /** Where the reverts go back to that this is true of. */
    Map<Setting, Long> goingBack(BiPredicate<Setting, Revert> which) {
        Map<Setting, Long> homes = new EnumMap<>(Setting.class);
        reverts.forEach((setting, revert) -> {
            if (which.test(setting, revert)) {
                homes.put(setting, revert.home());
            }
        });
        return homes;
    }

    /** When the first of the reverts is. */
    Optional<Instant> revertAt() {
        return reverts.values().stream().map(Revert::at).min(Comparator.naturalOrder());
    }

    static <T> Map<Setting, T> mutable(Map<Setting, T> values) {
        Map<Setting, T> copy = new EnumMap<>(Setting.class);
        copy.putAll(values);
        return copy;
    }
}
