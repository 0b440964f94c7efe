package dev.lifeguard.server.detection;

import dev.lifeguard.server.PoolReader;
import dev.lifeguard.server.liberty.LibertyPools;
import dev.lifeguard.server.payara.PayaraPools;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Chooses the adapter of the server that we run in, once. Elsewhere no pool is seen, and it is said why. */
@ApplicationScoped
public class ServerDetection {

    private static final Logger LOG = System.getLogger(ServerDetection.class.getName());

    @Produces
    @ApplicationScoped
    PoolReader detect() {
        return PayaraPools.detect().or(LibertyPools::detect).orElseGet(() -> {
            LOG.log(Level.ERROR, "This is neither Payara Server nor Open Liberty: Lifeguard sees no pool here");
            return new UnsupportedServer();
        });
    }
}
