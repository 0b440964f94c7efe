package dev.lifeguard.lint;

import static dev.lifeguard.lint.Finding.Severity.DANGER;
import static dev.lifeguard.lint.Finding.Severity.HINT;
import static dev.lifeguard.lint.Finding.Severity.WARNING;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolSettings;

/** What hurts on Open Liberty. */
final class LibertyLint extends ServerLint {

    private static final int STANDARD_MAX = 50;

    LibertyLint(Pool pool, PoolSettings settings) {
        super(pool, settings);
    }

    @Override
    void judge() {
        if (!settings.validated().orElse(true)) {
            find("not-validated", WARNING, "validationTimeout",
                    "A broken connection is handed on: after the database was killed, 1 to 12 borrows failed before the pool was emptied. To"
                            + " validate costs a borrow 28 µs in place of 3.4",
                    dataSource("validationTimeout=\"5s\"", ""));
        }
        if (settings.waitTimeout().isEmpty()) {
            find("waits-for-ever", DANGER, "connectionTimeout", "Whoever waits does so for ever, in a thread that serves nobody else",
                    manager("connectionTimeout=\"30s\""));
        }
        if (settings.max().isEmpty()) {
            find("no-max", DANGER, "maxPoolSize",
                    "Without a max the pool takes what the database has, and leaves nothing to others", mendMax(STANDARD_MAX));
        }
        if (term("numConnectionsPerThreadLocal").filter(value -> !value.equals("0")).isPresent()) {
            find("kept-by-threads", DANGER, "numConnectionsPerThreadLocal",
                    "8 threads took 324 µs for a borrow in the mean, in place of 3", manager("numConnectionsPerThreadLocal=\"0\""));
        }
        if (on("supplementalJDBCTrace")) {
            find("statements-logged", WARNING, "supplementalJDBCTrace", "Each call of the driver can become a line of the trace",
                    dataSource("supplementalJDBCTrace=\"false\"", ""));
        }
        if (settings.maxAge().isEmpty()) {
            find("no-max-age", HINT, "agedTimeout",
                    "Connections become as old as the server. Behind a balancer they stay with the database that it knew then, and one that it"
                            + " has cut is found by a borrower",
                    manager("agedTimeout=\"1h\""));
        }
    }

    @Override
    String nameOfMax() {
        return "maxPoolSize";
    }

    @Override
    String mendMax(int max) {
        return manager("maxPoolSize=\"" + max + "\"");
    }

    private String manager(String attribute) {
        return dataSource("", "<connectionManager " + attribute + "/>");
    }

    /** The element as it is found in server.xml, with what is to be changed of it. */
    private String dataSource(String attribute, String content) {
        String name = escaped(pool.name());
        String element = "<dataSource jndiName=\"" + name + "\"" + (attribute.isEmpty() ? "" : " " + attribute)
                + (content.isEmpty() ? "/>" : ">" + content + "</dataSource>");
        return switch (pool.source()) {
            case SERVER, BUILT_IN -> element;
            case APPLICATION, ABANDONED -> "The application defines this pool. There, or in a pool of the server in its place: " + element;
        };
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&apos;");
                // A variable of the server's.
                case '$' -> escaped.append("&#36;");
                default -> escaped.appendCodePoint(Character.isISOControl(character) ? ' ' : character);
            }
        });
        return escaped.toString();
    }
}
