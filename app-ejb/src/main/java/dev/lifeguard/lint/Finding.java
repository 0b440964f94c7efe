package dev.lifeguard.lint;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A setting of a pool that hurts.
 *
 * @param rule by which it was found: lower case, with dashes
 * @param setting by the server's name
 * @param value as it is; absent if it is not set
 * @param effect what that costs, with the figure, a sentence for people
 * @param mend the command, the XML, or where there is none that can be written down safely, the sentence that says what to do
 */
public record Finding(String rule, Severity severity, String setting, Optional<String> value, String effect, String mend) {

    /** How much it hurts. */
    public enum Severity {
        /** May be meant so. */
        HINT,
        /** Costs time or connections. */
        WARNING,
        /** Loses connections, or has somebody wait for ever. */
        DANGER;

        /** The word as it stands in answers: lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Finding {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(setting, "setting");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(effect, "effect");
        Objects.requireNonNull(mend, "mend");
    }
}
