package dev.lifeguard.warden;

import java.util.Set;

/**
 * What the warden may do.
 *
 * @param rules those that are on; none where pools may not be changed or the server's inner seams not be used
 */
public record WardenSettings(Set<WardenRule> rules) {

    public static final WardenSettings DEFAULTS = new WardenSettings(Set.of(WardenRule.values()));

    public WardenSettings {
        rules = Set.copyOf(rules);
    }

    public boolean has(WardenRule rule) {
        return rules.contains(rule);
    }
}
