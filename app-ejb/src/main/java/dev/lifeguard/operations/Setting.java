package dev.lifeguard.operations;

import dev.lifeguard.pool.PoolSettings;
import dev.lifeguard.pool.SettingsChange;
import dev.lifeguard.pool.SettingsInForce;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What an order can change of a pool, as a whole number: connections, or seconds. A value that could not be set, such as a time without
 * end or one in parts of a second, is none here: absent.
 */
enum Setting {
    MIN("min"),
    MAX("max"),
    WAIT_TIMEOUT("waitTimeoutSeconds"),
    IDLE_TIMEOUT("idleTimeoutSeconds");

    /** The word of the API. */
    final String word;

    Setting(String word) {
        this.word = word;
    }

    static Map<Setting, Long> of(SettingsChange change) {
        return values(change.min(), change.max(), change.waitTimeout(), change.idleTimeout());
    }

    static Map<Setting, Long> of(SettingsInForce inForce) {
        return values(OptionalInt.of(inForce.min()), inForce.max(), inForce.waitTimeout(), inForce.idleTimeout());
    }

    static Map<Setting, Long> of(PoolSettings configured) {
        return values(configured.min(), configured.max(), configured.waitTimeout(), configured.idleTimeout());
    }

    private static Map<Setting, Long> values(
            OptionalInt min, OptionalInt max, Optional<Duration> waitTimeout, Optional<Duration> idleTimeout) {
        Map<Setting, Long> values = new EnumMap<>(Setting.class);
        min.ifPresent(number -> values.put(MIN, (long) number));
        max.ifPresent(number -> values.put(MAX, (long) number));
        waitTimeout.filter(time -> time.getNano() == 0).ifPresent(time -> values.put(WAIT_TIMEOUT, time.toSeconds()));
        idleTimeout.filter(time -> time.getNano() == 0).ifPresent(time -> values.put(IDLE_TIMEOUT, time.toSeconds()));
        values.entrySet().removeIf(one -> !one.getKey().allows(one.getValue()));
        return Collections.unmodifiableMap(values);
    }

    private boolean allows(long value) {
        return switch (this) {
            case MIN -> value >= 0 && value <= SettingsChange.MOST_CONNECTIONS;
            case MAX -> value >= 1 && value <= SettingsChange.MOST_CONNECTIONS;
            case WAIT_TIMEOUT -> value >= 1 && value <= SettingsChange.LONGEST_WAIT_TIMEOUT.toSeconds();
            case IDLE_TIMEOUT -> value >= 1 && value <= SettingsChange.LONGEST_IDLE_TIMEOUT.toSeconds();
        };
    }

    static SettingsChange change(Map<Setting, Long> values) {
        return new SettingsChange(
                number(values.get(MIN)), number(values.get(MAX)), time(values.get(WAIT_TIMEOUT)), time(values.get(IDLE_TIMEOUT)));
    }

    private static OptionalInt number(Long value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value.intValue());
    }

    private static Optional<Duration> time(Long value) {
        return Optional.ofNullable(value).map(Duration::ofSeconds);
    }

    /** The same in the words of the API. */
    static Map<String, String> words(Map<Setting, Long> values) {
        Map<String, String> words = new TreeMap<>();
        values.forEach((setting, value) -> words.put(setting.word, value.toString()));
        return words;
    }

    /** Back from {@link #words}; what is no setting is left out. */
    static Map<Setting, Long> ofWords(Map<String, String> words) {
        Map<Setting, Long> values = new EnumMap<>(Setting.class);
        for (Setting setting : values()) {
            if (words.containsKey(setting.word)) {
                values.put(setting, Long.valueOf(words.get(setting.word)));
            }
        }
        return values;
    }

    /** For people: {@code max is 20, min is 5}. */
    static String sentence(Map<Setting, Long> values) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(values).forEach((setting, value) ->
                text.append(text.isEmpty() ? "" : ", ").append(setting.word).append(" is ").append(value));
        return text.toString();
    }
}
