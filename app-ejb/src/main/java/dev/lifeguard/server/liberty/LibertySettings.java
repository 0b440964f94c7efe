package dev.lifeguard.server.liberty;

import dev.lifeguard.pool.PoolSettings;
import dev.lifeguard.pool.SettingsInForce;
import dev.lifeguard.server.TellableProperties;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * Puts what Liberty tells of a pool into our words. The server's own terms are those named here and no others, and a driver's property has
 * to be of the form that it is expected in, so that no credential can get among them.
 */
final class LibertySettings {

    private static final String DRIVER_PROPERTIES = "properties.0.";

    private static final Set<String> CONNECTION_MANAGER_TERMS = Set.of(
            "agedTimeout", "autoCloseConnections", "connectionTimeout", "enableContainerAuthForDirectLookups",
            "enableSharingForDirectLookups", "maxConnectionsPerThread", "maxIdleTime", "maxPoolSize", "minPoolSize",
            "numConnectionsPerThreadLocal", "purgePolicy", "reapTime");
    private static final Set<String> DATA_SOURCE_TERMS = Set.of(
            "commitOrRollbackOnCleanup", "connectionSharing", "isolationLevel", "queryTimeout", "statementCacheSize",
            "supplementalJDBCTrace", "transactional", "type", "validationTimeout");
    private static final Set<String> DRIVER_TERMS = Set.of(
            "applicationName", "connectTimeout", "databaseName", "loginTimeout", "portNumber", "serverName", "socketTimeout",
            "tcpKeepAlive");
    /** The server holds these as seconds. */
    private static final Set<String> DURATIONS = Set.of(
            "agedTimeout", "connectTimeout", "connectionTimeout", "loginTimeout", "maxIdleTime", "queryTimeout", "reapTime",
            "socketTimeout", "validationTimeout");

    private LibertySettings() {}

    /**
     * @param dataSource the properties of the data source's service
     * @param connectionManager those of its connection manager's, empty if it has none
     */
    static PoolSettings of(Map<String, Object> dataSource, Map<String, Object> connectionManager) {
        Limits limits = Limits.configured(connectionManager);
        SettingsInForce configured = limits.inForce();
        return new PoolSettings(
                OptionalInt.of(configured.min()),
                configured.max(),
                configured.waitTimeout(),
                configured.idleTimeout(),
                // Old connections are found when they are borrowed, too, so even when nothing is reaped.
                limits.agedTimeout(),
                Optional.of(dataSource.get("validationTimeout") instanceof Number timeout && timeout.longValue() >= 0),
                serverTerms(dataSource, connectionManager));
    }

    private static Map<String, String> serverTerms(Map<String, Object> dataSource, Map<String, Object> connectionManager) {
        Map<String, String> terms = new TreeMap<>();
        CONNECTION_MANAGER_TERMS.forEach(name -> put(terms, name, name, connectionManager.get(name)));
        DATA_SOURCE_TERMS.forEach(name -> put(terms, name, name, dataSource.get(name)));
        DRIVER_TERMS.forEach(name -> put(terms, "properties." + name, name, tellable(name, dataSource.get(DRIVER_PROPERTIES + name))));
        return terms;
    }

    /** Null if it cannot be told. A number or a flag holds no credential. */
    private static Object tellable(String name, Object value) {
        return value instanceof String text ? TellableProperties.told(name, text).orElse(null) : value;
    }

    private static void put(Map<String, String> terms, String term, String name, Object value) {
        if (value instanceof Number number) {
            boolean seconds = DURATIONS.contains(name) && number.longValue() >= 0;
            terms.put(term, number + (seconds ? "s" : ""));
        } else if (value instanceof String || value instanceof Boolean) {
            terms.put(term, value.toString());
        }
    }
}
