package dev.lifeguard.server.liberty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeguard.server.PoolAccessException;
import dev.lifeguard.server.PoolAccessException.Category;
import java.util.ArrayList;
import java.util.Collections;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Against classes that have Liberty's fields; that Liberty has them is for the integration tests to see. */
class PoolInternalsTest {

    private final Manager manager = new Manager();
    private final DataSource dataSource = new DataSource(manager);
    private final PoolInternals internals = resolve(DataSource.class, Manager.class);

    @Test
    void countsWhatIsOpenIdleAndWaiting() {
        manager.pm = new Numbers(5, 2);
        manager.pm.waiterCount = 3;

        assertThat(internals.counts(internals.poolManager(dataSource))).contains(new PoolInternals.Counts(5, 2, 3, 1, OptionalInt.of(30)));
    }

    @Test
    void addsUpTheBucketsThatAreThere() {
        manager.pm = new Numbers(5, 2);
        manager.pm.freePool = new Bucket[] {new Bucket(1), null, new Bucket(2)};

        assertThat(internals.counts(manager.pm)).hasValueSatisfying(counts -> assertThat(counts.idle()).isEqualTo(3));
    }

    @Test
    void moreIdleThanOpenIsNoReading() {
        manager.pm = new Numbers(1, 2);

        assertThat(internals.counts(manager.pm)).isEmpty();
    }

    @Test
    void maxZeroIsWithoutALimit() {
        manager.pm = new Numbers(5, 2);
        manager.pm.maxConnections = 0;

        assertThat(internals.counts(manager.pm)).hasValueSatisfying(counts -> assertThat(counts.max()).isEmpty());
    }

    @Test
    void aPoolThatIsNotBuiltIsNull() {
        assertThat(internals.poolManager(dataSource)).isNull();
        assertThat(internals.poolManager(new DataSource(null))).isNull();
    }

    @Test
    void theLimitsAreThoseInForce() {
        assertThat(internals.limits(new Numbers(0, 0))).isEqualTo(new Limits(1, 30, 10, 300, 3600, 15));
    }

    @Test
    void aMissingFieldIsNamed() {
        assertThatThrownBy(() -> resolve(DataSource.class, ManagerOfBarePools.class))
                .isInstanceOfSatisfying(PoolAccessException.class, e -> assertThat(e.category()).isEqualTo(Category.UNREADABLE))
                .hasMessageStartingWith("Open Liberty 99 keeps its pools' numbers differently from the versions that we know: ")
                .hasMessageContaining(BarePool.class.getName() + " has no field totalConnectionCount");
    }

    @Test
    void aFieldOfAnotherTypeIsNamed() {
        assertThatThrownBy(() -> resolve(DataSource.class, ManagerOfLongPools.class))
                .isInstanceOf(PoolAccessException.class)
                .hasMessageContaining(LongPool.class.getName() + ".totalConnectionCount is no " + AtomicInteger.class.getName()
                        + ", but long");
    }

    @Test
    void aMissingClassIsNamed() {
        assertThatThrownBy(() -> PoolInternals.resolve(DataSource.class, "com.example.Gone", "Open Liberty 99"))
                .isInstanceOf(PoolAccessException.class)
                .hasMessageContaining("com.example.Gone");
    }

    @Test
    void anotherDataSourceWithoutThePathIsNamed() {
        assertThatThrownBy(() -> resolve(Object.class, Manager.class))
                .isInstanceOf(PoolAccessException.class)
                .hasMessageContaining("java.lang.Object has no field conMgrSvc");
    }

    private static PoolInternals resolve(Class<?> dataSource, Class<?> manager) {
        return PoolInternals.resolve(dataSource, manager.getName(), "Open Liberty 99");
    }

    static class AbstractManager {}

    static class AbstractDataSource {
        final AbstractManager conMgrSvc;

        AbstractDataSource(AbstractManager conMgrSvc) {
            this.conMgrSvc = conMgrSvc;
        }
    }

    static class DataSource extends AbstractDataSource {
        DataSource(AbstractManager manager) {
            super(manager);
        }
    }

    static class Manager extends AbstractManager {
        Numbers pm;
    }

    static class Numbers {
        final AtomicInteger totalConnectionCount;
        Bucket[] freePool;
        int waiterCount;
        int minConnections = 1;
        int maxConnections = 30;
        int connectionTimeout = 10;
        int unusedTimeout = 300;
        int agedTimeout = 3600;
        int reapTime = 15;

        Numbers(int open, int idle) {
            totalConnectionCount = new AtomicInteger(open);
            freePool = new Bucket[] {new Bucket(idle)};
        }
    }

    static class Bucket {
        final ArrayList<Object> mcWrapperList;

        Bucket(int connections) {
            mcWrapperList = new ArrayList<>(Collections.nCopies(connections, "connection"));
        }
    }

    static class ManagerOfBarePools extends AbstractManager {
        BarePool pm;
    }

    static class BarePool {
        Bucket[] freePool;
    }

    static class ManagerOfLongPools extends AbstractManager {
        LongPool pm;
    }

    static class LongPool {
        long totalConnectionCount;
        Bucket[] freePool;
    }
}
