package dev.lifeguard.server.detection;

import dev.lifeguard.server.PoolReader;
import dev.lifeguard.server.UnsupportedServerException;
import dev.lifeguard.server.liberty.LibertyPools;
import dev.lifeguard.server.payara.PayaraPools;
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

    @Produces
    @ApplicationScoped
    PoolReader detect() {
        return choose(List.of(PayaraPools::detect, LibertyPools::detect));
    }

    /** @param detectors each gives its adapter if the server is the adapter's */
    static PoolReader choose(List<Supplier<Optional<PoolReader>>> detectors) {
        try {
            for (Supplier<Optional<PoolReader>> detector : detectors) {
                Optional<PoolReader> found = detector.get();
                if (found.isPresent()) {
                    return found.get();
                }
            }
        } catch (UnsupportedServerException e) {
            LOG.log(Level.ERROR, "Lifeguard sees no pool here", e);
            return new UnsupportedServer(e.getMessage());
        }
        UnsupportedServer unsupported = new UnsupportedServer("This is neither Payara Server nor Open Liberty");
        LOG.log(Level.ERROR, "Lifeguard sees no pool here. {0}", unsupported.server());
        return unsupported;
    }
}
