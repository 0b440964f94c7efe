package dev.lifeguard.health;

import dev.lifeguard.pool.PoolSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What the environment asks of a pool, to be held against what the server made of it: a server takes some bad values without a word.
 *
 * @param pool the JNDI name of the pool that is meant
 * @param values the variables that are set, as they were written
 */
public record AskedSettings(String pool, Map<String, String> values) {

    private static final List<Setting> SETTINGS = List.of(
            new Setting("MIN", 0, 10_000, "", made -> made.min().isPresent() ? Optional.of(made.min().getAsInt()) : Optional.empty()),
            new Setting("MAX", 1, 10_000, "", made -> made.max().isPresent() ? Optional.of(made.max().getAsInt()) : Optional.empty()),
            new Setting("WAIT_SECONDS", 1, 3_600, " s", made -> seconds(made.waitTimeout())),
            new Setting("IDLE_SECONDS", 1, 86_400, " s", made -> seconds(made.idleTimeout())),
            new Setting("MAX_AGE_SECONDS", 1, 604_800, " s", made -> seconds(made.maxAge())));

    public AskedSettings {
        values = Map.copyOf(values);
    }

    /** The variables that size the pools, with the JNDI name of the pool that each is for. */
    public static Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>();
        Map.of("LIFEGUARD_APP_POOL_", "jdbc/app", "LIFEGUARD_STORE_POOL_", "jdbc/lifeguard")
                .forEach((prefix, pool) -> SETTINGS.forEach(setting -> variables.put(prefix + setting.suffix(), pool)));
        return variables;
    }

    /**
     * Where the server does something else than was asked, one sentence each; empty if all is as asked.
     *
     * @param made what was read back from the server
     */
    public List<String> deviations(PoolSettings made) {
        List<String> deviations = new ArrayList<>();
        for (Setting setting : SETTINGS) {
            values.forEach((variable, asked) -> {
                if (variable.endsWith("_POOL_" + setting.suffix())) {
                    setting.deviation(variable, asked.strip(), made).ifPresent(deviations::add);
                }
            });
        }
        return List.copyOf(deviations);
    }

    private static Optional<Integer> seconds(Optional<Duration> duration) {
        return duration.map(length -> (int) length.toSeconds());
    }

    private record Setting(String suffix, int least, int most, String unit, Function<PoolSettings, Optional<Integer>> reader) {

        Optional<String> deviation(String variable, String asked, PoolSettings made) {
            Optional<Integer> actual = reader.apply(made);
            String does = actual.map(number -> "the server uses " + number + unit).orElse("the server tells no value");
            if (!asked.matches("-?[0-9]{1,9}")) {
                return Optional.of(variable + " is '" + asked + "', which is not a whole number from " + least + " to " + most + "; " + does);
            }
            int wanted = Integer.parseInt(asked);
            if (wanted < least || wanted > most) {
                return Optional.of(variable + " is " + wanted + ", which is not from " + least + " to " + most + "; " + does);
            }
            if (actual.isEmpty() || actual.get() != wanted) {
                return Optional.of(variable + " asks for " + wanted + unit + ", but " + does);
            }
            return Optional.empty();
        }
    }
}
