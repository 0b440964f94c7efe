package dev.lifeguard.configuration;

import dev.lifeguard.health.AskedSettings.Figure;
import java.util.List;
import java.util.stream.Stream;

/**
 * The environment variables by which {@code server-config} sizes its two pools. The server reads them, before there is an application;
 * here they are known to tell where it did not do as they say. A test holds names and ranges against the table in {@code README.md}.
 */
final class PoolVariables {

    static final List<Variable> ALL = Stream.concat(
                    // The store's pool lends two connections at once to the migrations.
                    of("LIFEGUARD_APP_POOL_", "jdbc/app", 1), of("LIFEGUARD_STORE_POOL_", "jdbc/lifeguard", 2))
            .toList();

    private PoolVariables() {}

    private static Stream<Variable> of(String prefix, String jndiName, int leastMax) {
        return Stream.of(
                new Variable(prefix + "MIN", jndiName, Figure.MIN, 0, 10_000),
                new Variable(prefix + "MAX", jndiName, Figure.MAX, leastMax, 10_000),
                new Variable(prefix + "WAIT_SECONDS", jndiName, Figure.WAIT_SECONDS, 1, 3_600),
                new Variable(prefix + "IDLE_SECONDS", jndiName, Figure.IDLE_SECONDS, 1, 86_400),
                new Variable(prefix + "MAX_AGE_SECONDS", jndiName, Figure.MAX_AGE_SECONDS, 1, 604_800));
    }

    /**
     * A whole number for one pool.
     *
     * @param jndiName a JNDI name of the pool that it is for
     * @param least the least it may be
     * @param most the most it may be
     */
    record Variable(String name, String jndiName, Figure figure, int least, int most) {}
}
