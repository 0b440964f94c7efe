package dev.lifeguard.it;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lifeguard.server.OwnConnections;
import dev.lifeguard.server.OwnConnectionsContract;
import dev.lifeguard.server.PoolReader;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The adapter of the server under test keeps the contract of all own connections. */
@ExtendWith(ArquillianExtension.class)
class OwnConnectionsInServerIT extends OwnConnectionsContract {

    private static final String POOL = "jdbc/app";

    @Inject
    private OwnConnections connections;

    @Inject
    private PoolReader reader;

    @Inject
    private TestPools pools;

    @Deployment
    static Archive<?> lifeguard() {
        return Deployments.lifeguardWithTests(OwnConnectionsInServerIT.class, OwnConnectionsContract.class);
    }

    @BeforeEach
    void use() throws SQLException {
        pools.borrowDefined().close();
        assertThatExceptionOfType(SQLException.class).isThrownBy(pools::borrowUnreachable);
    }

    @Override
    protected OwnConnections connections() {
        return connections;
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
    protected Connection borrow() throws SQLException {
        return pools.borrowApp();
    }

    @Override
    protected String definedPoolName() {
        return TestPools.DEFINED;
    }

    @Override
    protected String unreachablePoolName() {
        return TestPools.UNREACHABLE;
    }

    @Override
    protected int session(Connection connection) throws SQLException {
        return TestPools.session(connection);
    }

    @Override
    protected List<Integer> sessions() throws SQLException {
        return Superuser.numbersOf(POOL);
    }
}
