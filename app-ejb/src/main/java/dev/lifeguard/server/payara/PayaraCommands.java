package dev.lifeguard.server.payara;

import java.lang.annotation.Annotation;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The one who gives Payara commands: to set attributes of pools in its configuration. They are made of names that cannot mean anything
 * else, and of numbers. What a command prints is never read, as it may hold passwords.
 */
final class PayaraCommands {

    /** Payara allows a few more, of which some mean something in a command: a dot ends the name, and Payara takes no escaped one. */
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_/-]*");

    private final Class<?> runner;
    private final ServerCall services;
    private final ServerCall service;
    private final ServerCall run;
    private final ServerCall exitStatus;

    PayaraCommands(ServerClasses classes) {
        Class<?> locator = classes.find("org.glassfish.hk2.api.ServiceLocator");
        Class<?> result = classes.find("org.glassfish.embeddable.CommandResult");
        Class<?> status = classes.find("org.glassfish.embeddable.CommandResult$ExitStatus");
        runner = classes.find("org.glassfish.embeddable.CommandRunner");
        services = classes.method(classes.find("org.glassfish.internal.api.Globals"), locator, "getDefaultHabitat");
        service = classes.method(locator, Object.class, "getService", Class.class, Annotation[].class);
        run = classes.method(runner, result, "run", String.class, String[].class);
        exitStatus = classes.method(result, status, "getExitStatus");
    }

    /** Whether a pool of that name can be named in a command. */
    static boolean canName(String pool) {
        return PLAIN_NAME.matcher(pool).matches();
    }

    /** The arguments of a command that sets a pool's attributes one after the other, in the order of the map. */
    static String[] arguments(String pool, Map<String, Long> attributes) {
        if (!canName(pool)) {
            throw new IllegalArgumentException("No command names a pool " + pool);
        }
        String prefix = "resources.jdbc-connection-pool." + pool + ".";
        return attributes.entrySet().stream().map(entry -> prefix + entry.getKey() + "=" + entry.getValue()).toArray(String[]::new);
    }

    /** Whether Payara did it. If not, it may have set the first ones. */
    boolean set(String pool, Map<String, Long> attributes) {
        // A runner serves once.
        Object once = service.of(services.of(), runner, new Annotation[0]);
        return !exitStatus.of(run.of(once, "set", arguments(pool, attributes))).toString().equals("FAILURE");
    }
}
