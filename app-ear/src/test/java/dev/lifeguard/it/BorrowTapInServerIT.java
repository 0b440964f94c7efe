package dev.lifeguard.it;

import dev.lifeguard.drill.DrillEntries;
import dev.lifeguard.server.BorrowTap;
import dev.lifeguard.server.BorrowTapContract;
import dev.lifeguard.server.PoolReader;
import dev.lifeguard.server.liberty.LibertyAdapter;
import dev.lifeguard.server.payara.PayaraAdapter;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.extension.ExtendWith;

/** The adapter of the server under test keeps the contract of every tap. */
@ExtendWith(ArquillianExtension.class)
class BorrowTapInServerIT extends BorrowTapContract {

    private static final String POOL = "jdbc/app";

    /** Not the one that is injected, which has its user. Kept, as each test has an instance of this class. */
    private static BorrowTap tap;

    @Inject
    private PoolReader reader;

    @Inject
    private TestPools pools;

    @Inject
    private UserTransaction transaction;

    @EJB
    private DrillEntries entries;

    @Deployment
    static Archive<?> lifeguard() throws ClassNotFoundException {
        // What the contract is made of is its own affair.
        Class<?> recorder = Class.forName(BorrowTapContract.class.getPackageName() + ".RecordingListener");
        return Deployments.lifeguardWithTests(BorrowTapInServerIT.class, BorrowTapContract.class, recorder, PoolDisturbances.class)
                // Nobody else is to meet what a test has done to the pool, and mend it.
                .addAsLibrary(Deployments.settings("lifeguard.timing=off", "lifeguard.operations=false", "lifeguard.sessions=false",
                        "lifeguard.observation.probe-interval=PT1M"));
    }

    @Override
    protected BorrowTap tap() {
        if (tap == null) {
            tap = PayaraAdapter.detect().or(LibertyAdapter::detect).orElseThrow().tap();
        }
        return tap;
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
    protected int max() {
        return SharedServerNumbers.APP_MAX;
    }

    @Override
    protected Duration waitTimeout() {
        return SharedServerNumbers.APP_WAIT;
    }

    @Override
    protected Connection borrow() throws SQLException {
        return pools.borrowApp();
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
    protected String unreachablePoolName() {
        return TestPools.UNREACHABLE;
    }

    @Override
    protected Connection borrowUnreachable() throws SQLException {
        return pools.borrowUnreachable();
    }

    @Override
    protected void borrowInOneTransaction(int times) throws Exception {
        transaction.begin();
        try {
            for (int number = 0; number < times; number++) {
                pools.borrowAppShared().close();
            }
        } finally {
            transaction.commit();
        }
    }

    @Override
    protected void queryByJpa() throws Exception {
        entries.count();
    }

    @Override
    protected String application() {
        return TestPools.APPLICATION;
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
    protected void terminate(int session) throws SQLException {
        Superuser.terminate(session);
    }

    @Override
    protected Map<String, Disturbance> disturbances() {
        return PoolDisturbances.of(reader.server(), pools);
    }
}
