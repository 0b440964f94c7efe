package dev.lifeguard.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What {@code mvn -Prun} was asked for, checked as a whole before anything is started.
 *
 * @param project the root of the checkout
 * @param archive the server's zip file
 * @param driver the PostgreSQL driver's jar
 * @param validation the jar of Lifeguard's connection validation
 * @param application Lifeguard's EAR
 * @param databasePort where the embedded database listens, if one is needed
 * @param environment the variables for the server, without what only the embedded database can say
 * @param embedded the pools, as prefixes of their variables, that get the embedded database
 * @param operatorPasswordMadeUp whether nobody knows the operator's password yet
 */
record RunSettings(
        ServerKind server,
        Path project,
        Path archive,
        Path driver,
        Path validation,
        Path application,
        int httpPort,
        int adminPort,
        int databasePort,
        Map<String, String> environment,
        List<String> embedded,
        boolean operatorPasswordMadeUp) {

    private static final String HTTP_PORT = "http.port";
    private static final String ADMIN_PORT = "admin.port";
    private static final String DB_PORT = "db.port";
    private static final String DB_URL = "db.url";
    private static final String DB_USER = "db.user";
    private static final String DB_PASSWORD = "db.password";
    private static final String OPERATOR_PASSWORD = "lifeguard.operator.password";
    private static final int HTTP_PORT_DEFAULT = 8080;
    /** Not 5432: a PostgreSQL of the user's own is likely there. */
    private static final int DB_PORT_DEFAULT = 15_432;
    private static final int LARGEST_PORT = 65_535;
    private static final String DRILL = "LIFEGUARD_DRILL";
    private static final String GOVERNOR = "governor";
    private static final String GOVERNOR_VARIABLE = "LIFEGUARD_GOVERNOR";
    /** Those of Lifeguard; the last is for whoever tries it. */
    private static final List<String> GOVERNOR_MODES = List.of("off", "advise", "govern");
    private static final String DRILL_START = "LIFEGUARD_DRILL_START";
    private static final String DRILL_PROFILE = "drill";
    private static final String DRILL_PROFILE_DEFAULT = "diurnal";
    private static final String NO_DRILL = "none";
    private static final List<String> DRILL_PROFILES = List.of(NO_DRILL, "steady", "step", "ramp", DRILL_PROFILE_DEFAULT, "spike");
    /** What the migrations of the drill's schema hold at once. */
    private static final int DRILL_CONNECTIONS = 2;

    RunSettings {
        environment = Map.copyOf(environment);
        embedded = List.copyOf(embedded);
    }

    Path servers() {
        return project.resolve("target/servers");
    }

    Path runs() {
        return project.resolve("target/run");
    }

    /**
     * Reads the properties of the command line, given as {@code name=value} with an empty value for what was not given,
     * and the environment.
     *
     * @throws LaunchException with everything that is wrong, one line each
     */
    static RunSettings of(List<String> arguments, Map<String, String> environment) {
        Map<String, String> given = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("not name=value: " + argument);
            }
            given.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        List<String> refusals = new ArrayList<>(Variables.refusals(environment));
        drillRefusal(environment).ifPresent(refusals::add);

        Optional<ServerKind> server = ServerKind.of(given.get("server"));
        if (server.isEmpty()) {
            refusals.add("-Dserver=" + given.get("server") + ": it must be " + ServerKind.choices());
        }

        Map<String, Integer> ports = new LinkedHashMap<>();
        port(given, HTTP_PORT, HTTP_PORT_DEFAULT, refusals).ifPresent(port -> ports.put(HTTP_PORT, port));
        port(given, ADMIN_PORT, server.map(ServerKind::adminPort).orElse(0), refusals).ifPresent(port -> ports.put(ADMIN_PORT, port));

        Map<String, String> forServer = new HashMap<>(Variables.known(environment));
        List<String> embedded = databases(given, forServer, refusals);
        if (!embedded.isEmpty() || !value(given, DB_PORT).isEmpty()) {
            port(given, DB_PORT, DB_PORT_DEFAULT, refusals).ifPresent(port -> ports.put(DB_PORT, port));
        }
        refuseSamePort(ports, refusals);
        String governor = value(given, GOVERNOR);
        if (!governor.isEmpty() && !GOVERNOR_MODES.contains(governor)) {
            refusals.add("-D" + GOVERNOR + " is \"" + governor + "\": it must be one of " + String.join(", ", GOVERNOR_MODES));
        }
        String operatorPassword = given.getOrDefault(OPERATOR_PASSWORD, "");
        if (!operatorPassword.isEmpty()) {
            forServer.put(Variables.OPERATOR_PASSWORD, operatorPassword);
        }
        chooseDrill(value(given, DRILL_PROFILE), environment, embedded, forServer, refusals);
        boolean madeUp = forServer.putIfAbsent(Variables.OPERATOR_PASSWORD, Passwords.random()) == null;

        if (!refusals.isEmpty()) {
            throw new LaunchException("Nothing was started, because of\n  " + String.join("\n  ", refusals));
        }
        if (!environment.containsKey(GOVERNOR_VARIABLE) || !governor.isEmpty()) {
            forServer.put(GOVERNOR_VARIABLE, governor.isEmpty() ? "govern" : governor);
        }
        return new RunSettings(server.orElseThrow(), path(given, "project"), path(given, "archive"), path(given, "driver"),
                path(given, "validation"), path(given, "application"), ports.get(HTTP_PORT), ports.get(ADMIN_PORT),
                ports.getOrDefault(DB_PORT, DB_PORT_DEFAULT), forServer, embedded, madeUp);
    }

    /** Which pool gets which database: the command line's, else the environment's, else the embedded one. */
    private static List<String> databases(Map<String, String> given, Map<String, String> forServer, List<String> refusals) {
        String url = value(given, DB_URL);
        String user = value(given, DB_USER);
        String password = value(given, DB_PASSWORD);
        if (url.isEmpty()) {
            if (!user.isEmpty() || !password.isEmpty()) {
                refusals.add("-D" + DB_USER + " and -D" + DB_PASSWORD + " are only for a database given with -D" + DB_URL
                        + "=jdbc:postgresql://host:port/database");
            }
            List<String> embedded = new ArrayList<>();
            for (String pool : List.of(Variables.APP, Variables.STORE)) {
                if (!forServer.containsKey(pool + "DB_URL")) {
                    embedded.add(pool);
                    forServer.putIfAbsent(pool + "DB_USER", Variables.named(pool + "DB_USER").defaultValue());
                    forServer.putIfAbsent(pool + "DB_PASSWORD", Passwords.random());
                } else if (!forServer.containsKey(pool + "DB_PASSWORD")) {
                    refusals.add(pool + "DB_PASSWORD is not set, but " + pool + "DB_URL is: it must be not empty");
                }
            }
            return embedded;
        }
        Variables.named(Variables.APP + "DB_URL").refusal("-D" + DB_URL, url).forEach(refusals::add);
        if (user.isBlank()) {
            refusals.add("-D" + DB_USER + " is empty, but -D" + DB_URL + " is given: it must be a role of that database");
        }
        if (password.isEmpty()) {
            refusals.add("-D" + DB_PASSWORD + " is empty, but -D" + DB_URL + " is given: it must be that role's password");
        }
        for (String pool : List.of(Variables.APP, Variables.STORE)) {
            forServer.put(pool + "DB_URL", url);
            forServer.put(pool + "DB_USER", user);
            forServer.put(pool + "DB_PASSWORD", password);
        }
        return List.of();
    }

    /** Whether there may be drills, and by which profile a gentle one begins by itself. */
    private static void chooseDrill(
            String profile, Map<String, String> environment, List<String> embedded, Map<String, String> forServer, List<String> refusals) {
        // Numbers among the variables may be wrong, which is refused anyway.
        boolean byUs = refusals.isEmpty() && !environment.containsKey(DRILL) && canDrill(embedded, forServer);
        boolean on = byUs || "true".equals(environment.get(DRILL));
        if (byUs) {
            forServer.put(DRILL, "true");
        }
        if (profile.isEmpty()) {
            if (on && embedded.contains(Variables.APP) && !environment.containsKey(DRILL_START)) {
                forServer.put(DRILL_START, DRILL_PROFILE_DEFAULT);
            }
        } else if (!DRILL_PROFILES.contains(profile)) {
            refusals.add("-D" + DRILL_PROFILE + "=" + profile + ": it must be one of " + String.join(", ", DRILL_PROFILES));
        } else if (!on && !profile.equals(NO_DRILL) && refusals.isEmpty()) {
            refusals.add("-D" + DRILL_PROFILE + "=" + profile + ": drills are off here; " + DRILL + "=true in the environment switches them on");
        } else {
            forServer.put(DRILL_START, profile);
        }
    }

    /** Into a database that is thrown away the drill may write; into one that was given only if somebody says so. */
    private static boolean canDrill(List<String> embedded, Map<String, String> forServer) {
        return embedded.contains(Variables.APP)
                && Integer.parseInt(Variables.valueOrDefault(forServer, Variables.APP + "POOL_MAX")) >= DRILL_CONNECTIONS;
    }

    /** The server's process gets a value that is set from the environment, as it is. */
    private static Optional<String> drillRefusal(Map<String, String> environment) {
        String value = environment.getOrDefault(DRILL, "false");
        return value.equals("true") || value.equals("false") ? Optional.empty()
                : Optional.of(DRILL + (value.isBlank() ? " is empty" : " is \"" + value + "\"") + ": it must be true or false");
    }

    private static OptionalInt port(Map<String, String> given, String name, int defaultPort, List<String> refusals) {
        String value = value(given, name);
        if (value.isEmpty()) {
            return OptionalInt.of(defaultPort);
        }
        OptionalInt port = Variables.wholeNumber(value);
        if (port.isPresent() && port.getAsInt() >= 1 && port.getAsInt() <= LARGEST_PORT) {
            return port;
        }
        refusals.add("-D" + name + " is \"" + value + "\": it must be a port, a whole number from 1 to " + LARGEST_PORT);
        return OptionalInt.empty();
    }

    private static void refuseSamePort(Map<String, Integer> ports, List<String> refusals) {
        Map<Integer, String> taken = new HashMap<>();
        ports.forEach((name, port) -> {
            String other = taken.putIfAbsent(port, name);
            if (other != null) {
                refusals.add("-D" + other + " and -D" + name + " are both " + port + ": each must be a port of its own, from 1 to "
                        + LARGEST_PORT);
            }
        });
    }

    private static String value(Map<String, String> given, String name) {
        return given.getOrDefault(name, "").strip();
    }

    private static Path path(Map<String, String> given, String name) {
        String value = value(given, name);
        if (value.isEmpty() || value.startsWith("${")) {
            throw new IllegalArgumentException("the build did not say where to find: " + name);
        }
        return Path.of(value).toAbsolutePath().normalize();
    }

    /** Keeps the passwords out of every message. */
    @Override
    public String toString() {
        return server + " on " + httpPort + " and " + adminPort;
    }
}
