package dev.lifeguard.lint;

import static dev.lifeguard.lint.Finding.Severity.DANGER;
import static dev.lifeguard.lint.Finding.Severity.HINT;
import static dev.lifeguard.lint.Finding.Severity.WARNING;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What hurts on Payara Server. */
final class PayaraLint extends ServerLint {

    /** What means nothing else to asadmin, or to a shell. */
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_/-]*");
    private static final String VALIDATION_CLASS = "org.glassfish.api.jdbc.validation.PostgresConnectionValidation";
    /** These are answered by PostgreSQL's driver from memory. */
    private static final Set<String> SEND_NOTHING = Set.of("auto-commit", "meta-data");
    private static final String REQUIRED = "is-connection-validation-required";
    private static final String METHOD = "connection-validation-method";
    private static final String CLASS = "validation-classname";
    private static final String LOGGER = "javax.enterprise.resource.resourceadapter.com.sun.enterprise.connectors";
    private static final long SHORT_IDLE_SECONDS = 60;

    PayaraLint(Pool pool, PoolSettings settings) {
        super(pool, settings);
    }

    @Override
    void judge() {
        validation();
        waiting();
        opening();
        ages();
        cost();
    }

    private void validation() {
        String method = term(METHOD).orElse("");
        if (!on(REQUIRED)) {
            find("not-validated", WARNING, REQUIRED,
                    "A broken connection is handed on: after the database was killed, 8 of 8 borrows got a dead one, until a flush",
                    validating());
        } else if (SEND_NOTHING.contains(method)) {
            find("validation-asks-nobody", DANGER, METHOD,
                    "PostgreSQL's driver answers " + method + " itself, without asking the database: 4 of 4 requests that waited got a dead"
                            + " connection",
                    validating());
        } else if (settings.validated().isEmpty()) {
            find("validation-class-missing", DANGER, CLASS,
                    "Lifeguard does not see this class. If Payara does not see it either, nothing is validated, and it says so nowhere",
                    validating());
        } else if (number("validate-atmost-once-period-in-seconds") == 0) {
            find("validated-every-borrow", HINT, "validate-atmost-once-period-in-seconds",
                    "A borrow costs 30 µs and a statement; at most once in 5 s it is 2.8 µs, and a connection that broke in those is handed on",
                    set("validate-atmost-once-period-in-seconds", "5"));
        }
    }

    private String validating() {
        return set(REQUIRED, "true", METHOD, "custom-validation", CLASS, VALIDATION_CLASS);
    }

    private void waiting() {
        if (term("max-wait-time-in-millis").isPresent() && settings.waitTimeout().isEmpty()) {
            find("waits-for-ever", DANGER, "max-wait-time-in-millis",
                    "Whoever waits does so for ever. Payara overlooks a request now and then, which then sleeps beside a free connection: 11 in"
                            + " 150,000 rounds of two threads",
                    set("max-wait-time-in-millis", "30000"));
        }
        if (on("connection-leak-reclaim")) {
            find("leak-reclaim", DANGER, "connection-leak-reclaim",
                    "To reclaim a leak corrupts the pool: it counted −2 in use and handed out closed connections",
                    set("connection-leak-reclaim", "false"));
        }
    }

    private void opening() {
        if (number("pool-resize-quantity") > 1) {
            find("resize-quantity", WARNING, "pool-resize-quantity",
                    "Whoever finds nothing idle opens so many, one after the other, before he has his own: 50 threads at once on a database that"
                            + " takes 150 ms to connect had 39 to 50 connections opened, in 279 to 439 ms",
                    set("pool-resize-quantity", "1"));
        }
        if (term("pooling").isPresent() && !on("pooling")) {
            find("not-pooled", WARNING, "pooling", "Each borrow opens a connection: 6 to 12 ms in place of microseconds",
                    set("pooling", "true"));
        }
        long idle = number("idle-timeout-in-seconds");
        if (idle > 0 && idle < SHORT_IDLE_SECONDS) {
            find("resizer-often", HINT, "idle-timeout-in-seconds",
                    "As often, Payara takes all idle connections out of the pool to look at them: under load 16 open were 6 for a moment, and"
                            + " p99.9 rose from 134 to up to 517 µs. Lifeguard's warden closes them in its place where it is on",
                    set("idle-timeout-in-seconds", "300"));
        }
    }

    private void ages() {
        Optional<Duration> cut = term("property.options").flatMap(this::idleCut);
        Optional<Duration> idle = settings.idleTimeout();
        if (cut.isPresent() && (idle.isEmpty() || idle.get().compareTo(cut.get()) >= 0)) {
            find("outlives-the-database", WARNING, "idle-timeout-in-seconds",
                    "The database ends a session that did nothing for " + cut.get().toSeconds() + " s, before the pool lets go of it: the next"
                            + " borrow finds it dead",
                    set("idle-timeout-in-seconds", Long.toString(Math.max(1, cut.get().toSeconds() / 2))));
        } else if (settings.maxAge().isEmpty()) {
            find("no-max-age", HINT, CLASS,
                    "Connections become as old as the server. Behind a balancer they stay with the database that it knew then, and one that it"
                            + " has cut is found by a borrower. Payara has no such setting; Lifeguard's validation class has",
                    // It needs the class in the domain's lib and the age in the driver's options, which makes the pool anew.
                    set(CLASS, "dev.lifeguard.validation.AgeAndHealthValidation", METHOD, "custom-validation", REQUIRED, "true",
                            "property.options", "'-c lifeguard.max_age_seconds=3600'"));
        }
    }

    private void cost() {
        if (on("match-connections")) {
            find("match-connections", WARNING, "match-connections",
                    "Each borrow compares the idle connections: 2.97 µs in place of 2.1 µs with its return", set("match-connections", "false"));
        }
        if (on("log-jdbc-calls")) {
            find("statements-logged", WARNING, "log-jdbc-calls",
                    "Each call of the driver is a line in the log. To change it makes the pool anew and cuts connections in use",
                    set("log-jdbc-calls", "false"));
        }
        if (number("slow-query-threshold-in-seconds") > 0) {
            find("slow-query-threshold", HINT, "slow-query-threshold-in-seconds",
                    "It is 9 % of what a borrow costs. To change it makes the pool anew and cuts connections in use",
                    set("slow-query-threshold-in-seconds", "-1"));
        }
        if (number("connection-leak-timeout-in-seconds") > 0) {
            find("leak-trace", HINT, "connection-leak-timeout-in-seconds",
                    "The stack is kept of each borrow: 7 µs. Lifeguard tells suspected leaks with their stacks without it",
                    set("connection-leak-timeout-in-seconds", "0"));
        }
        if (on("associate-with-thread")) {
            find("kept-by-threads", HINT, "associate-with-thread",
                    "It makes no borrow faster, and such a pool cannot be changed while it runs. To change it makes the pool anew and cuts"
                            + " connections in use",
                    set("associate-with-thread", "false"));
        }
        if (term("logger.connectors").filter("INFO"::equals).isPresent()) {
            find("logger-at-info", WARNING, "logger.connectors",
                    "Half of a borrow goes into what this logger would say: 2.1 µs with its return, and 0.9 at WARNING; at 4 threads p99 is 71 to"
                            + " 80 µs, and 13 to 26. It is that of all pools of the server",
                    "asadmin set-log-levels " + LOGGER + "=WARNING");
        }
    }

    @Override
    String nameOfMax() {
        return "max-pool-size";
    }

    @Override
    String mendMax(int max) {
        return set("max-pool-size", Integer.toString(max));
    }

    /** Attributes and their values, in the order in which they have to be set. Nothing but the name comes from outside. */
    private String set(String... namesAndValues) {
        StringBuilder assignments = new StringBuilder();
        boolean commanded = pool.source() == Pool.Source.SERVER && PLAIN_NAME.matcher(pool.key()).matches();
        for (int name = 0; name < namesAndValues.length; name += 2) {
            assignments.append(name == 0 ? "" : " ")
                    .append(commanded ? "resources.jdbc-connection-pool." + pool.key() + "." : "")
                    .append(namesAndValues[name]).append('=').append(namesAndValues[name + 1]);
        }
        if (commanded) {
            return "asadmin set " + assignments;
        }
        return (switch (pool.source()) {
            case SERVER -> "The pool's name has characters that mean something else in a command. In the server's console, set ";
            case BUILT_IN -> "The pool is the server's own. If applications use it, define one for them, with ";
            case APPLICATION, ABANDONED -> "The application defines this pool. There, or in a pool of the server in its place, set ";
        }) + assignments;
    }
}
