package dev.lifeguard.server.payara;

import java.util.Optional;

/**
 * What Payara's name for an application's pool tells:
 * {@code __SYSTEM/pools/__datasource_definition/<application>[/<module>…]/<JNDI name>},
 * without an application where the JNDI name is global. The identity that Payara keeps beside the name has neither application nor module.
 *
 * @param application the deployed application's name; {@link #NOT_TOLD} for a global JNDI name
 * @param jndiName the name in the application's own name space, for example {@code java:app/jdbc/orders}
 */
record DefinedPoolName(String application, String jndiName) {

    /** Stands for the application of a pool with a global JNDI name, which Payara does not name. No application can be called so. */
    static final String NOT_TOLD = "(not told)";

    private static final String PREFIX = "__SYSTEM/pools/__datasource_definition/";
    private static final String NAME_SPACE = "java:";

    /** Empty if the pool is not an application's. */
    static Optional<DefinedPoolName> parse(String poolName) {
        if (!poolName.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String rest = poolName.substring(PREFIX.length());
        if (rest.startsWith(NAME_SPACE)) {
            return Optional.of(new DefinedPoolName(NOT_TOLD, rest));
        }
        int nameSpace = rest.indexOf("/" + NAME_SPACE);
        if (nameSpace <= 0) {
            return Optional.empty();
        }
        String place = rest.substring(0, nameSpace);
        int slash = place.indexOf('/');
        return Optional.of(new DefinedPoolName(slash < 0 ? place : place.substring(0, slash), rest.substring(nameSpace + 1)));
    }
}
