package dev.lifeguard.server;

import dev.lifeguard.pool.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

class InMemoryPoolsTest extends PoolReaderContract {

    private final InMemoryPools pools = new InMemoryPools();
    private InMemoryPools.CountedPool counted;

    @BeforeEach
    void addPools() {
        counted = pools.add(pool("jdbc/used"), 2, 4, expectedWaitTimeout());
        pools.add(pool("jdbc/unused"), 0, 10, expectedWaitTimeout());
    }

    private static Pool pool(String name) {
        return Pool.of(name, List.of(), name, Pool.Source.SERVER, Optional.empty());
    }

    @Override
    protected PoolReader reader() {
        return pools;
    }

    @Override
    protected String poolName() {
        return "jdbc/used";
    }

    @Override
    protected String unusedPoolName() {
        return "jdbc/unused";
    }

    @Override
    protected AutoCloseable borrow() throws Exception {
        return counted.borrow();
    }

    @Override
    protected int expectedMin() {
        return 2;
    }

    @Override
    protected int expectedMax() {
        return 4;
    }

    @Override
    protected Duration expectedWaitTimeout() {
        return Duration.ofMillis(200);
    }
}
