package dev.lifeguard.server;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.SettingsInForce;
import dev.lifeguard.server.ControlledPools.ControlledPool;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The server in memory keeps the contract of the adapters, so that what is tested with it holds with them. */
class ControlledPoolsTest extends PoolControlContract {

    private static final SettingsInForce CONFIGURED =
            new SettingsInForce(2, OptionalInt.of(10), Optional.of(Duration.ofSeconds(2)), Optional.of(Duration.ofSeconds(4)));

    private final ControlledPools server = new ControlledPools(Path.of("/memory"));
    private final ControlledPool app = server.add(pool("jdbc/app", Pool.Source.SERVER), CONFIGURED);
    private final ControlledPool defined = server.add(pool("java:app/jdbc/defined", Pool.Source.APPLICATION), CONFIGURED);

    ControlledPoolsTest() {
        server.add(pool("jdbc/unbuilt", Pool.Source.SERVER), CONFIGURED);
    }

    private static Pool pool(String name, Pool.Source source) {
        return Pool.of(name, List.of(), name, source, Optional.empty());
    }

    @Override
    protected void prepare() {
        // Nobody else has any.
    }

    @Override
    protected PoolControl control() {
        return server;
    }

    @Override
    protected PoolCare care() {
        return server;
    }

    @Override
    protected PoolReader reader() {
        return server;
    }

    @Override
    protected String poolName() {
        return "jdbc/app";
    }

    @Override
    protected Connection borrow() throws SQLException {
        return app.borrow();
    }

    @Override
    protected Connection borrowUnused() throws SQLException {
        return app.borrow();
    }

    @Override
    protected String definedPoolName() {
        return "java:app/jdbc/defined";
    }

    @Override
    protected Connection borrowDefined() throws SQLException {
        return defined.borrow();
    }

    @Override
    protected String unbuiltPoolName() {
        return "jdbc/unbuilt";
    }

    @Override
    protected int session(Connection connection) throws SQLException {
        return ControlledPool.session(connection);
    }

    @Override
    protected List<Integer> sessions() {
        return app.sessions();
    }

    @Override
    protected void forgetPersisted() {
        app.configure(CONFIGURED);
    }
}
