package dev.lifeguard.it;

import dev.lifeguard.pool.SettingsInForce;
import dev.lifeguard.server.PoolCare;
import dev.lifeguard.server.PoolControl;
import dev.lifeguard.server.PoolControlContract;
import dev.lifeguard.server.PoolReader;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.extension.ExtendWith;

/** The adapter of the server under test keeps the contract of all controls. */
@ExtendWith(ArquillianExtension.class)
class PoolControlInServerIT extends PoolControlContract {

    private static final String POOL = "jdbc/app";
    private static final SettingsInForce CONFIGURED = new SettingsInForce(
            SharedServerNumbers.APP_MIN,
            OptionalInt.of(SharedServerNumbers.APP_MAX),
            Optional.of(SharedServerNumbers.APP_WAIT),
            Optional.of(SharedServerNumbers.APP_IDLE));

    /** Kept, as each test has an instance of this class. */
    private static boolean alone;

    @Inject
    private PoolControl control;

    @Inject
    private PoolCare care;

    @Inject
    private PoolReader reader;

    @Inject
    private TestPools pools;

    /** Nobody else borrows from these pools, and nobody else puts their settings right. */
    @Deployment
    static Archive<?> lifeguard() {
        return Deployments.lifeguardWithTests(PoolControlInServerIT.class, PoolControlContract.class, PoolDisturbances.class)
                .addAsLibrary(Deployments.settings(
                        "lifeguard.operations=false", "lifeguard.sessions=false", "lifeguard.observation.probe-interval=PT1M"));
    }

    /** A pool that Payara built anew under load leaves sessions behind that nobody closes. */
    @Override
    protected void prepare() throws SQLException {
        if (!alone) {
            alone = true;
            pools.borrowApp().close();
            Superuser.terminateSessionsOf(POOL);
            control.flush(pool());
        }
    }

    @Override
    protected PoolControl control() {
        return control;
    }

    @Override
    protected PoolCare care() {
        return care;
    }

    @Override
    protected PoolReader reader() {
        return reader;
    }

    @Override
    protected String poolName() {
        return POOL;
    }

    @Override
    protected Connection borrow() throws SQLException {
        return pools.borrowApp();
    }

    @Override
    protected Connection borrowUnused() throws SQLException {
        return pools.borrowAppUnused();
    }

    @Override
    protected String definedPoolName() {
        return TestPools.DEFINED;
    }

    @Override
    protected Connection borrowDefined() throws SQLException {
        return pools.borrowDefined();
    }

    @Override
    protected String unbuiltPoolName() {
        // Payara makes an application's pool only when it is first asked for, but has one of its own that nobody uses.
        return reader.server().startsWith("Payara") ? "jdbc/__default" : "java:app/jdbc/unused";
    }

    @Override
    protected int session(Connection connection) throws SQLException {
        return TestPools.session(connection);
    }

    @Override
    protected List<Integer> sessions() throws SQLException {
        return Superuser.numbersOf(POOL);
    }

    @Override
    protected void forgetPersisted() throws Exception {
        PoolDisturbances.resetConfiguration(reader.server());
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() ->
                configured(pool()).equals(CONFIGURED) && control.inForce(pool()).orElseThrow().equals(CONFIGURED));
    }
}
