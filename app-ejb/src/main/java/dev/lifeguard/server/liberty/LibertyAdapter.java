package dev.lifeguard.server.liberty;

import dev.lifeguard.server.ServerAdapter;
import dev.lifeguard.server.UnsupportedServerException;
import java.util.Optional;

/** Finds out whether this is an Open Liberty that we know. */
public final class LibertyAdapter {

    private LibertyAdapter() {}

    /**
     * What this server is asked through if it is Open Liberty; empty elsewhere. Looks nothing up, so that it works in any thread and at any
     * time.
     *
     * @throws UnsupportedServerException if this is Open Liberty, but not as we know it
     */
    public static Optional<ServerAdapter> detect() {
        return ServiceRegistry.of(LibertyAdapter.class.getClassLoader()).map(LibertyAdapter::adapter);
    }

    private static ServerAdapter adapter(Services registry) {
        LibertyPools pools = new LibertyPools(registry);
        LibertyConnections connections = new LibertyConnections(pools);
        LibertyTap tap = new LibertyTap(registry, pools);
        LibertyControl control = new LibertyControl(pools, connections, tap::watchReturns);
        return new ServerAdapter(pools, tap, connections, control, control);
    }
}
