package dev.lifeguard.it;

import dev.lifeguard.server.PoolReader;
import dev.lifeguard.server.PoolReaderContract;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.extension.ExtendWith;

/** The adapter of the server under test keeps the contract of every reader. */
@ExtendWith(ArquillianExtension.class)
class PoolReaderInServerIT extends PoolReaderContract {

    @Inject
    private PoolReader reader;

    @Inject
    private TestPools pools;

    @Deployment
    static Archive<?> lifeguard() {
        return Deployments.lifeguardWithTests(PoolReaderInServerIT.class, PoolReaderContract.class);
    }

    @Override
    protected PoolReader reader() {
        return reader;
    }

    @Override
    protected String poolName() {
        return "jdbc/app";
    }

    @Override
    protected String unusedPoolName() {
        // Payara makes an application's pool only when it is first asked for, but has one of its own that nobody uses.
        return reader.server().startsWith("Payara") ? "jdbc/__default" : "java:app/jdbc/unused";
    }

    @Override
    protected AutoCloseable borrow() throws Exception {
        return pools.borrowApp();
    }

    @Override
    protected int expectedMin() {
        return SharedServerNumbers.APP_MIN;
    }

    @Override
    protected int expectedMax() {
        return SharedServerNumbers.APP_MAX;
    }

    @Override
    protected Duration expectedWaitTimeout() {
        return SharedServerNumbers.APP_WAIT;
    }
}
