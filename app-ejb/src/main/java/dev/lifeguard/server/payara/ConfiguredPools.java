package dev.lifeguard.server.payara;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The JDBC pools and resources of Payara's configuration. A <em>bean</em> is the configuration of one of them; its values are those in
 * force now, with variables replaced.
 */
final class ConfiguredPools {

    private static final String BEANS = "org.glassfish.jdbc.config.";

    /** What settings are made of, and what tells an operator more, by Payara's names. */
    private static final List<String> ATTRIBUTES = List.of("steady-pool-size", "max-pool-size", "max-wait-time-in-millis",
            "pool-resize-quantity", "idle-timeout-in-seconds", "is-connection-validation-required", "connection-validation-method",
            "validation-table-name", "validation-classname", "validate-atmost-once-period-in-seconds", "fail-all-connections",
            "connection-leak-timeout-in-seconds", "connection-leak-reclaim", "connection-creation-retry-attempts",
            "connection-creation-retry-interval-in-seconds", "statement-timeout-in-seconds", "statement-cache-size",
            "statement-leak-timeout-in-seconds", "statement-leak-reclaim", "max-connection-usage-count", "non-transactional-connections",
            "associate-with-thread", "lazy-connection-enlistment", "lazy-connection-association", "match-connections",
            "wrap-jdbc-objects", "pooling", "log-jdbc-calls", "sql-trace-listeners", "slow-query-threshold-in-seconds",
            "transaction-isolation-level", "is-isolation-level-guaranteed", "datasource-classname", "driver-classname", "res-type");

    private final Object runtime;
    private final Class<?> poolBean;
    private final Class<?> resourceBean;
    private final ServerCall resources;
    private final ServerCall resourcesOfType;
    private final ServerCall resourceByName;
    private final ServerCall poolName;
    private final ServerCall poolProperties;
    private final ServerCall propertyName;
    private final ServerCall propertyValue;
    private final ServerCall jndiName;
    private final ServerCall poolOfResource;
    private final Attributes attributes;

    /** @param runtime Payara's connector runtime */
    ConfiguredPools(ServerClasses classes, Object runtime) {
        Class<?> resourcesBean = classes.find("com.sun.enterprise.config.serverbeans.Resources");
        Class<?> anyResource = classes.find("com.sun.enterprise.config.serverbeans.Resource");
        poolBean = classes.find(BEANS + "JdbcConnectionPool");
        resourceBean = classes.find(BEANS + "JdbcResource");
        this.runtime = runtime;
        resources = classes.method(runtime.getClass(), resourcesBean, "getResources");
        resourcesOfType = classes.method(resourcesBean, Collection.class, "getResources", Class.class);
        resourceByName = classes.method(resourcesBean, anyResource, "getResourceByName", Class.class, String.class);
        poolName = classes.method(poolBean, String.class, "getName");
        poolProperties = classes.method(poolBean, List.class, "getProperty");
        Class<?> property = classes.find("org.jvnet.hk2.config.types.Property");
        propertyName = classes.method(property, String.class, "getName");
        propertyValue = classes.method(property, String.class, "getValue");
        jndiName = classes.method(resourceBean, String.class, "getJndiName");
        poolOfResource = classes.method(resourceBean, String.class, "getPoolName");
        attributes = new Attributes(classes, poolBean,
                ATTRIBUTES.stream().collect(Collectors.toMap(Function.identity(), ConfiguredPools::getter)));
    }

    /** {@code steady-pool-size} to {@code getSteadyPoolSize}. */
    private static String getter(String attribute) {
        StringBuilder name = new StringBuilder("get");
        for (String word : attribute.split("-")) {
            name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
        }
        return name.toString();
    }

    /** The names of all pools. */
    List<String> names() {
        return beans(poolBean).map(poolName::text).toList();
    }

    /** Each pool's JNDI names. A pool that no resource leads to is not in it. */
    Map<String, List<String>> jndiNamesByPool() {
        Map<String, List<String>> names = new HashMap<>();
        beans(resourceBean).forEach(bean ->
                names.computeIfAbsent(poolOfResource.text(bean), pool -> new ArrayList<>()).add(jndiName.text(bean)));
        return names;
    }

    /** The pool's bean, or null. */
    Object bean(String name) {
        return resourceByName.of(resources.of(runtime), poolBean, name);
    }

    /** By Payara's names; what is not set and has no default is missing. */
    Map<String, String> attributes(Object bean) {
        return attributes.of(bean);
    }

    /**
     * The driver's properties by name, as far as their names are wanted. The value of another is not even read: a password behind an
     * alias is decrypted each time, which takes tens of milliseconds.
     */
    Map<String, String> properties(Object bean, Predicate<String> wanted) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Object property : (List<?>) poolProperties.of(bean)) {
            String name = propertyName.text(property);
            if (wanted.test(name)) {
                values.put(name, propertyValue.text(property));
            }
        }
        return values;
    }

    private Stream<?> beans(Class<?> type) {
        return ((Collection<?>) resourcesOfType.of(resources.of(runtime), type)).stream();
    }
}
