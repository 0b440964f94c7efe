package dev.lifeguard.server.detection;

import dev.lifeguard.server.BorrowTap;
import dev.lifeguard.server.NoControl;
import dev.lifeguard.server.NoOwnConnections;
import dev.lifeguard.server.OwnConnections;
import dev.lifeguard.server.PoolCare;
import dev.lifeguard.server.PoolControl;
import dev.lifeguard.server.PoolReader;
import dev.lifeguard.server.ServerAdapter;
import dev.lifeguard.server.UnavailableTap;
import dev.lifeguard.server.UnsupportedServerException;
import dev.lifeguard.server.liberty.LibertyAdapter;
import dev.lifeguard.server.payara.PayaraAdapter;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Chooses the adapter of the server that we run in, once. Elsewhere no pool is seen, and it is said why. */
@ApplicationScoped
public class ServerDetection {

    private static final Logger LOG = System.getLogger(ServerDetection.class.getName());

    private ServerAdapter adapter;

    @PostConstruct
    void detect() {
        adapter = choose(List.of(PayaraAdapter::detect, LibertyAdapter::detect));
    }

    @PreDestroy
    void leave() {
        adapter.control().leave();
    }

    @Produces
    @ApplicationScoped
    PoolReader reader() {
        return adapter.reader();
    }

    @Produces
    @ApplicationScoped
    BorrowTap tap() {
        return adapter.tap();
    }

    @Produces
    @ApplicationScoped
    OwnConnections connections() {
        return adapter.connections();
    }

    @Produces
    @ApplicationScoped
    PoolControl control() {
        return adapter.control();
    }

    @Produces
    @ApplicationScoped
    PoolCare care() {
        return adapter.care();
    }

    /** @param detectors each gives its adapter if the server is the adapter's */
    static ServerAdapter choose(List<Supplier<Optional<ServerAdapter>>> detectors) {
        try {
            for (Supplier<Optional<ServerAdapter>> detector : detectors) {
                Optional<ServerAdapter> found = detector.get();
                if (found.isPresent()) {
                    return found.get();
                }
            }
        } catch (UnsupportedServerException e) {
            LOG.log(Level.ERROR, "Lifeguard sees no pool here", e);
            return unsupported(e.getMessage());
        }
        ServerAdapter unsupported = unsupported("This is neither Payara Server nor Open Liberty");
        LOG.log(Level.ERROR, "Lifeguard sees no pool here. {0}", unsupported.reader().server());
        return unsupported;
    }

    private static ServerAdapter unsupported(String reason) {
        UnsupportedServer server = new UnsupportedServer(reason);
        NoControl control = new NoControl(server.server());
        return new ServerAdapter(
                server, new UnavailableTap(server.server()), new NoOwnConnections(server.server()), control, control);
    }
}
