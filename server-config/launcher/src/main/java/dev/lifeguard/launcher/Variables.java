package dev.lifeguard.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The environment variables that {@code server-config} reads: this table is the only place where their names, defaults and ranges stand in
 * code, and a test holds the table of {@code README.md} against it.
 *
 * <p>The servers would not tell of a bad value: Open Liberty silently takes its own default, and Payara starts with a pool that is null.
 * Therefore everything is checked here before anything is started.
 */
public final class Variables {

    static final String APP = "LIFEGUARD_APP_";
    static final String STORE = "LIFEGUARD_STORE_";
    static final String OPERATOR_PASSWORD = "LIFEGUARD_OPERATOR_PASSWORD";

    static final List<Variable> ALL = List.of(
            Variable.text(APP + "DB_URL", "jdbc:postgresql://127.0.0.1:5432/app", Form.URL, "Database behind `jdbc/app`"),
            Variable.text(STORE + "DB_URL", "jdbc:postgresql://127.0.0.1:5432/lifeguard", Form.URL, "Database behind `jdbc/lifeguard`"),
            Variable.text(APP + "DB_USER", "app", Form.NOT_EMPTY, "Role of `jdbc/app`"),
            Variable.text(STORE + "DB_USER", "lifeguard", Form.NOT_EMPTY, "Role of `jdbc/lifeguard`"),
            Variable.text(APP + "DB_PASSWORD", "", Form.SECRET, "Password of that role"),
            Variable.text(STORE + "DB_PASSWORD", "", Form.SECRET, "Password of that role"),
            Variable.number(APP + "POOL_MIN", 20, 0, 10_000, "Connections kept open in `jdbc/app`, at most its max"),
            Variable.number(STORE + "POOL_MIN", 2, 0, 10_000, "Connections kept open in `jdbc/lifeguard`, at most its max"),
            Variable.number(APP + "POOL_MAX", 30, 1, 10_000, "Connections that `jdbc/app` may have"),
            Variable.number(STORE + "POOL_MAX", 5, 2, 10_000, "Connections that `jdbc/lifeguard` may have; Flyway holds two at once"),
            Variable.number(APP + "POOL_WAIT_SECONDS", 30, 1, 3_600, "How long a borrower of `jdbc/app` waits at most"),
            Variable.number(STORE + "POOL_WAIT_SECONDS", 5, 1, 3_600, "How long a borrower of `jdbc/lifeguard` waits at most"),
            Variable.number(APP + "POOL_IDLE_SECONDS", 300, 1, 86_400, "After how long an idle connection of `jdbc/app` is closed"),
            Variable.number(STORE + "POOL_IDLE_SECONDS", 300, 1, 86_400, "After how long an idle connection of `jdbc/lifeguard` is closed"),
            Variable.number(APP + "POOL_MAX_AGE_SECONDS", 3_600, 1, 604_800, "Age at which a connection of `jdbc/app` is replaced"),
            Variable.number(STORE + "POOL_MAX_AGE_SECONDS", 3_600, 1, 604_800, "Age at which a connection of `jdbc/lifeguard` is replaced"),
            Variable.number("LIFEGUARD_DB_CONNECT_SECONDS", 5, 1, 3_600, "How long the driver tries to reach the database"),
            Variable.number("LIFEGUARD_DB_LOGIN_SECONDS", 10, 1, 3_600, "How long reaching it and logging in may take together"),
            Variable.number("LIFEGUARD_DB_SOCKET_SECONDS", 60, 1, 3_600, "How long the driver waits for an answer to a statement"),
            Variable.text(OPERATOR_PASSWORD, "", Form.SECRET, "Password of the user `operator` that `mvn -Prun` makes"),
            Variable.text("LIFEGUARD_SERVER_NAME", "payara` or `liberty", Form.NAME,
                    "Begins the connections' application name: `payara jdbc/app`"));

    /** Narrower than what Java parses: the servers take neither a plus sign nor digits of other scripts. */
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern SCHEME = Pattern.compile("(jdbc:)?[A-Za-z][A-Za-z0-9+.-]*:(?=//)");

    private Variables() {
    }

    /** What a text may be; the pattern is matched whole. */
    enum Form {
        /** The driver takes no password in front of the host, and the servers would then silently take another database. */
        URL("jdbc:postgresql:(?![^?]*@).+", "a URL that begins with jdbc:postgresql: and has no user and password before the host"),
        NOT_EMPTY(".*\\S.*", "not empty"),
        SECRET(".+", "not empty"),
        NAME("[A-Za-z0-9._-]{1,32}", "1 to 32 of A-Z a-z 0-9 . _ -");

        private final Pattern pattern;
        private final String range;

        Form(String pattern, String range) {
            this.pattern = Pattern.compile(pattern, Pattern.DOTALL);
            this.range = range;
        }
    }

    /**
     * One row of the table.
     *
     * @param defaultValue as people read it; empty where there is none
     * @param form null for a whole number
     * @param smallest,largest the range of a number, both inclusive
     */
    record Variable(String name, String defaultValue, Form form, int smallest, int largest, String meaning) {

        static Variable number(String name, int defaultValue, int smallest, int largest, String meaning) {
            return new Variable(name, Integer.toString(defaultValue), null, smallest, largest, meaning);
        }

        static Variable text(String name, String defaultValue, Form form, String meaning) {
            return new Variable(name, defaultValue, form, 0, 0, meaning);
        }

        String range() {
            return form == null ? "a whole number from " + smallest + " to " + largest : form.range;
        }

        private String rangeInTable() {
            if (form == null) {
                return smallest + " to " + largest;
            }
            return form == Form.URL ? "`jdbc:postgresql:…`" : form == Form.NAME ? "1 to 32 of `A-Za-z0-9._-`" : range();
        }

        /**
         * Why the value cannot be taken, as a sentence for the person who set it; a secret is never repeated in it, nor a URL, in which
         * there may be one.
         *
         * @param source where the value was set, a variable or an option
         */
        Stream<String> refusal(String source, String value) {
            if (form == null ? number(value).isPresent() : form.pattern.matcher(value).matches()) {
                return Stream.empty();
            }
            return Stream.of(source + (value.isBlank() ? " is empty" : told(value)) + ": it must be " + range());
        }

        private String told(String value) {
            if (form == Form.SECRET) {
                return " is not usable";
            }
            if (form == Form.URL) {
                Matcher scheme = SCHEME.matcher(value);
                return scheme.lookingAt() ? " begins with \"" + scheme.group() + "\"" : " is not usable";
            }
            return " is \"" + value + "\"";
        }

        private OptionalInt number(String value) {
            OptionalInt number = wholeNumber(value);
            return number.isPresent() && number.getAsInt() >= smallest && number.getAsInt() <= largest ? number : OptionalInt.empty();
        }
    }

    /** Everything that is wrong in the environment, one sentence each; empty if it can be used. Variables that are not set are right. */
    public static List<String> refusals(Map<String, String> environment) {
        List<String> refusals = new ArrayList<>();
        for (Variable variable : ALL) {
            String value = environment.get(variable.name());
            if (value != null) {
                variable.refusal(variable.name(), value).forEach(refusals::add);
            }
        }
        for (String pool : List.of(APP, STORE)) {
            OptionalInt min = number(environment, pool + "POOL_MIN");
            OptionalInt max = number(environment, pool + "POOL_MAX");
            if (min.isPresent() && max.isPresent() && min.getAsInt() > max.getAsInt()) {
                refusals.add(pool + "POOL_MIN is " + valueAndSource(environment, pool + "POOL_MIN") + ": it must be from 0 to "
                        + pool + "POOL_MAX, which is " + valueAndSource(environment, pool + "POOL_MAX"));
            }
        }
        return refusals;
    }

    /** The variables that server-config reads, out of an environment that holds anything. */
    public static Map<String, String> known(Map<String, String> environment) {
        return ALL.stream().map(Variable::name).filter(environment::containsKey)
                .collect(Collectors.toMap(name -> name, environment::get));
    }

    static Variable named(String name) {
        return ALL.stream().filter(variable -> variable.name().equals(name)).findFirst().orElseThrow();
    }

    static String valueOrDefault(Map<String, String> environment, String name) {
        return environment.getOrDefault(name, named(name).defaultValue());
    }

    /** The number, if the text is one without a sign and of at most 9 digits. */
    static OptionalInt wholeNumber(String text) {
        return WHOLE_NUMBER.matcher(text).matches() ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    private static OptionalInt number(Map<String, String> environment, String name) {
        return named(name).number(valueOrDefault(environment, name));
    }

    private static String valueAndSource(Map<String, String> environment, String name) {
        return valueOrDefault(environment, name) + (environment.containsKey(name) ? "" : " (the default)");
    }

    /** The table of the documentation, in Markdown. */
    static String markdown() {
        StringBuilder table = new StringBuilder("| variable | default | range | meaning |\n|---|---|---|---|\n");
        for (Variable variable : ALL) {
            table.append("| `").append(variable.name()).append("` | ")
                    .append(variable.defaultValue().isEmpty() ? "none" : "`" + variable.defaultValue() + "`").append(" | ")
                    .append(variable.rangeInTable()).append(" | ")
                    .append(variable.meaning()).append(" |\n");
        }
        return table.toString();
    }
}
