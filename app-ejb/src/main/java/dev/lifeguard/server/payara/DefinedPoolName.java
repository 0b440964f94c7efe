package dev.lifeguard.server.payara;

import java.util.Optional;

/**
 * What Payara's name for an application's pool tells:
 * {@code __SYSTEM/pools/__datasource_definition/<application>[/<module>…]/<JNDI name>},
 * without an application where the JNDI name is global. The identity that Payara keeps beside the name has neither application nor module.
 *
 * @param application the deployed application's name; absent for a global JNDI name
 * @param jndiName the name in the application's own name space, for example {@code java:app/jdbc/orders}
 */
record DefinedPoolName(Optional<String> application, String jndiName) {

    private static final String PREFIX = "__SYSTEM/pools/__datasource_definition/";
    private static final String NAME_SPACE = "java:";

    /** Empty if the pool is not an application's. */
    static Optional<DefinedPoolName> parse(String poolName) {
        if (!poolName.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String rest = poolName.substring(PREFIX.length());
        if (rest.startsWith(NAME_SPACE)) {
            return Optional.of(new DefinedPoolName(Optional.empty(), rest));
        }
        int nameSpace = rest.indexOf("/" + NAME_SPACE);
        if (nameSpace <= 0) {
            return Optional.empty();
        }
        String place = rest.substring(0, nameSpace);
        int slash = place.indexOf('/');
        String application = slash < 0 ? place : place.substring(0, slash);
        return Optional.of(new DefinedPoolName(Optional.of(application), rest.substring(nameSpace + 1)));
    }
}
