package dev.lifeguard.server.payara;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The pools that Payara has built, which it does at a pool's first use. JDBC pools and those of other connectors are not told apart here.
 */
final class RunningPools {

    /** What Payara was told when it built a pool. Fewer than a configuration bean has, and the only ones that an application's pool has. */
    private static final Map<String, String> ATTRIBUTES = Map.of(
            "steady-pool-size", "getSteadyPoolSize",
            "max-pool-size", "getMaxPoolSize",
            "max-wait-time-in-millis", "getMaxWaitTimeInMillis",
            "pool-resize-quantity", "getPoolResizeQuantity",
            "idle-timeout-in-seconds", "getIdleTimeoutInSeconds",
            "validate-atmost-once-period-in-seconds", "getValidateAtmostOncePeriod",
            "max-connection-usage-count", "getMaxConnectionUsage",
            "connection-leak-timeout-in-seconds", "getConnectionLeakTracingTimeout");

    /** What only the connector's properties tell of such a pool, by the name that the same has elsewhere. */
    private static final Map<String, String> CONNECTOR_PROPERTIES = Map.of(
            "connection-validation-method", "ValidationMethod",
            "validation-classname", "ValidationClassName",
            "validation-table-name", "ValidationTableName",
            "datasource-classname", "ClassName",
            "statement-timeout-in-seconds", "StatementTimeout",
            "statement-cache-size", "StatementCacheSize",
            "log-jdbc-calls", "LogJdbcCalls");

    private final Object manager;
    private final ServerCall table;
    private final ServerCall infoName;
    private final ServerCall newInfo;
    private final ServerCall poolOf;
    private final ServerCall connections;
    private final ServerCall idle;
    private final ServerCall open;
    private final ServerCall waitQueue;
    private final ServerCall waiting;
    private final ServerCall min;
    private final ServerCall max;

    private final Object naming;
    private final ServerCall boundName;
    private final ServerCall lookup;
    private final ServerCall validated;
    private final Attributes attributes;
    private final ServerCall connector;
    private final ServerCall connectorProperties;
    private final ServerCall propertyName;
    private final ServerCall propertyValue;

    /** @param runtime Payara's connector runtime */
    RunningPools(ServerClasses classes, Object runtime) {
        Class<?> info = classes.find("org.glassfish.resourcebase.resources.api.PoolInfo");
        Class<?> managerType = classes.find("com.sun.enterprise.resource.pool.PoolManager");
        Class<?> pool = classes.find("com.sun.enterprise.resource.pool.ResourcePool");
        Class<?> queue = classes.find("com.sun.enterprise.resource.pool.waitqueue.PoolWaitQueue");
        Class<?> structure = classes.findBeside(pool, "com.sun.enterprise.resource.pool.datastructure.DataStructure");
        manager = classes.method(runtime.getClass(), managerType, "getPoolManager").of(runtime);
        table = classes.field(classes.find("com.sun.enterprise.resource.pool.PoolManagerImpl"), Map.class, "poolTable");
        infoName = classes.method(info, String.class, "getName");
        newInfo = classes.constructor(info, String.class);
        poolOf = classes.method(managerType, pool, "getPool", info);
        connections = classes.field(classes.find("com.sun.enterprise.resource.pool.ConnectionPool"), structure, "ds");
        idle = classes.method(structure, int.class, "getFreeListSize");
        open = classes.method(structure, int.class, "getResourcesSize");
        waitQueue = classes.method(pool, queue, "getPoolWaitQueue");
        waiting = classes.method(queue, int.class, "getQueueLength");
        min = classes.method(pool, int.class, "getSteadyPoolSize");
        max = classes.method(pool, int.class, "getMaxPoolSize");

        Class<?> namingType = classes.find("org.glassfish.resourcebase.resources.naming.ResourceNamingService");
        Class<?> anyInfo = classes.find("org.glassfish.resourcebase.resources.api.GenericResourceInfo");
        Class<?> built = classes.find("com.sun.enterprise.connectors.ConnectorConnectionPool");
        Class<?> connectorType = classes.find("com.sun.enterprise.connectors.ConnectorDescriptorInfo");
        Class<?> property = classes.find("com.sun.enterprise.deployment.ConnectorConfigProperty");
        naming = classes.method(runtime.getClass(), namingType, "getResourceNamingService").of(runtime);
        boundName = classes.method(classes.find("com.sun.enterprise.connectors.service.ConnectorAdminServiceUtils"), String.class,
                "getReservePrefixedJNDINameForPool", info);
        lookup = classes.method(namingType, Object.class, "lookup", anyInfo, String.class);
        validated = classes.method(built, boolean.class, "isIsConnectionValidationRequired");
        attributes = new Attributes(classes, built, ATTRIBUTES);
        connector = classes.method(built, connectorType, "getConnectorDescriptorInfo");
        connectorProperties = classes.method(connectorType, Set.class, "getMCFConfigProperties");
        propertyName = classes.method(property, String.class, "getName");
        propertyValue = classes.method(property, String.class, "getValue");
    }

    /** The names of all pools that are running now. */
    List<String> names() {
        Map<?, ?> pools = (Map<?, ?>) table.of(manager);
        return pools.keySet().stream().map(infoName::text).toList();
    }

    /** The pool itself, whatever stands in for it; null if it is not running. */
    Object pool(String name) {
        return StandIn.original(poolOf.of(manager, newInfo.of(name)));
    }

    /** The pool's container of connections; {@link #idle} and {@link #open} are read from it. */
    Object connections(Object pool) {
        return connections.of(pool);
    }

    int idle(Object connections) {
        return idle.number(connections);
    }

    int open(Object connections) {
        return open.number(connections);
    }

    int waiting(Object pool) {
        return waiting.number(waitQueue.of(pool));
    }

    int min(Object pool) {
        return min.number(pool);
    }

    int max(Object pool) {
        return max.number(pool);
    }

    /** What Payara was told when it built the pool: an object for {@link #attributes} and {@link #properties}. */
    Object description(String name) {
        Object info = newInfo.of(name);
        return lookup.of(naming, info, boundName.of(info));
    }

    /** By the names that a configuration bean has for the same. */
    Map<String, String> attributes(Object description) {
        Map<String, String> values = attributes.of(description);
        values.put("is-connection-validation-required", String.valueOf(validated.of(description)));
        Map<String, String> properties = connectorProperties(description);
        CONNECTOR_PROPERTIES.forEach((name, property) -> {
            if (properties.containsKey(property)) {
                values.put(name, properties.get(property));
            }
        });
        return values;
    }

    /** The driver's properties by name, as far as their names are wanted. */
    Map<String, String> properties(Object description, Predicate<String> wanted) {
        Map<String, String> properties = connectorProperties(description);
        Map<String, String> values = new LinkedHashMap<>(
                DriverProperties.parse(properties.getOrDefault("DriverProperties", ""), properties.getOrDefault("Delimiter", "#")));
        values.keySet().removeIf(wanted.negate());
        return values;
    }

    private Map<String, String> connectorProperties(Object description) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Object property : (Set<?>) connectorProperties.of(connector.of(description))) {
            String value = propertyValue.text(property);
            if (value != null) {
                values.put(propertyName.text(property), value);
            }
        }
        return values;
    }
}
