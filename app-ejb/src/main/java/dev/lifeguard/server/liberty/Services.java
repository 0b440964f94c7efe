package dev.lifeguard.server.liberty;

import dev.lifeguard.server.PoolAccessException;
import java.util.List;
import java.util.Map;

/**
 * The services of the server. A reference is passed around as {@code Object}: its class is not on our class path. Each method throws a
 * {@link PoolAccessException} with category {@code UNREADABLE} if the server does not answer.
 */
interface Services {

    /**
     * @param type the fully qualified name of the services' class
     * @param filter an OSGi filter on their properties, or null for all
     */
    List<Object> references(String type, String filter);

    /** A copy of the service's properties; perhaps still what they were if it is no longer registered. */
    Map<String, Object> properties(Object reference);

    boolean isRegistered(Object reference);

    /** Whether anybody in the server holds the service. */
    boolean isInUse(Object reference);

    /** The service, to be given back with {@link #ungetService}; null if it is no longer registered. */
    Object getService(Object reference);

    void ungetService(Object reference);
}
