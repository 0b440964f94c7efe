package dev.lifeguard.lint;

import dev.lifeguard.lint.Finding.Severity;
import dev.lifeguard.lint.Lint.Granted;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the rules of the servers have in common. */
abstract class ServerLint {

    /** After so long without a word, PostgreSQL ends a session; the driver hands it over among its {@code options}. */
    private static final Pattern IDLE_SESSION = Pattern.compile("(?:-c\\s*|--)idle_session_timeout=(\\d{1,12})(ms|s|min|h|d)?");

    final Pool pool;
    final PoolSettings settings;
    private final List<Finding> findings = new ArrayList<>();

    ServerLint(Pool pool, PoolSettings settings) {
        this.pool = pool;
        this.settings = settings;
    }

    abstract void judge();

    /** How max is set to so many. */
    abstract String mendMax(int max);

    abstract String nameOfMax();

    final List<Finding> findings() {
        return List.copyOf(findings);
    }

    final void grant(Optional<Granted> granted) {
        if (granted.isPresent() && settings.max().isPresent() && settings.max().getAsInt() > granted.get().most()) {
            find("more-than-granted", Severity.DANGER, nameOfMax(),
                    "It is above the " + granted.get().most() + " that it may have: " + granted.get().reason()
                            + ". What the database does not grant is an error to whoever asks, though the pool has room",
                    mendMax(Math.max(1, granted.get().most())));
        }
    }

    final Optional<String> term(String name) {
        return Optional.ofNullable(settings.serverTerms().get(name));
    }

    final boolean on(String name) {
        return term(name).map(value -> value.strip().toLowerCase(Locale.ROOT)).filter("true"::equals).isPresent();
    }

    /** A term that is a whole number; 0 if it is none. */
    final long number(String name) {
        return term(name).map(String::strip).filter(value -> value.matches("\\d{1,15}")).map(Long::parseLong).orElse(0L);
    }

    final void find(String rule, Severity severity, String setting, String effect, String mend) {
        findings.add(new Finding(rule, severity, setting, term(setting), effect, mend));
    }

    /** After how long the database ends a session that does nothing; absent if the pool does not ask for that. */
    final Optional<Duration> idleCut(String options) {
        Matcher matcher = IDLE_SESSION.matcher(options);
        Optional<Duration> cut = Optional.empty();
        while (matcher.find()) {
            long number = Long.parseLong(matcher.group(1));
            String unit = matcher.group(2) == null ? "ms" : matcher.group(2);
            Duration told = switch (unit) {
                case "s" -> Duration.ofSeconds(number);
                case "min" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                case "d" -> Duration.ofDays(number);
                default -> Duration.ofMillis(number);
            };
            // As PostgreSQL does: the last one counts, and 0 is for ever.
            cut = number == 0 ? Optional.empty() : Optional.of(told);
        }
        return cut;
    }
}
