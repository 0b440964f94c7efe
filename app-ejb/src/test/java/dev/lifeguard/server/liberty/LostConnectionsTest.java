package dev.lifeguard.server.liberty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Against classes that have Liberty's fields; that Liberty has them is for the integration tests to see. */
class LostConnectionsTest {

    private static final long NOW = 1_800_000_000_000L;

    private final Manager manager = new Manager();
    private final LostConnections lost = LostConnections.of(Manager.class, Wrapper.class.getName()).orElseThrow();

    @Test
    void isLostWhatIsInUseWithoutAHandle() {
        assertThat(lost.find(manager, NOW)).isEmpty();
        Wrapper one = add(wrapper -> {});
        Wrapper other = add(wrapper -> {});
        assertThat(lost.find(manager, NOW)).containsExactlyInAnyOrder(TappedPools.key(one), TappedPools.key(other));
    }

    @Test
    void nothingElseIs() {
        add(wrapper -> wrapper.state = 1);
        add(wrapper -> wrapper.poolState.set(1));
        add(wrapper -> wrapper.mcConnectionCount = 1);
        add(wrapper -> wrapper.tranWrapperInUse = 2);
        add(wrapper -> wrapper.uowCoord = "a transaction");
        add(wrapper -> wrapper.alreadyBeingReleased.set(true));
        add(wrapper -> wrapper.holdTimeStart = NOW - 1_000);
        assertThat(lost.find(manager, NOW)).isEmpty();
    }

    @Test
    void aServerOfAnotherMakeTellsNone() {
        assertThat(LostConnections.of(Wrapper.class, Wrapper.class.getName())).isEmpty();
        assertThat(LostConnections.of(Manager.class, Manager.class.getName())).isEmpty();
        assertThat(LostConnections.of(Manager.class, "com.example.Gone")).isEmpty();
    }

    private Wrapper add(Consumer<Wrapper> otherwise) {
        Wrapper wrapper = new Wrapper();
        otherwise.accept(wrapper);
        manager.mcToMCWMap.put(new Object(), wrapper);
        return wrapper;
    }

    static class Manager {
        final ReentrantReadWriteLock rwl = new ReentrantReadWriteLock();
        final HashMap<Object, Object> mcToMCWMap = new HashMap<>();
    }

    /** As a lost one is. */
    static class Wrapper {
        int state = 2;
        final AtomicInteger poolState = new AtomicInteger(3);
        int mcConnectionCount;
        int tranWrapperInUse;
        Object uowCoord;
        final AtomicBoolean alreadyBeingReleased = new AtomicBoolean();
        long holdTimeStart = NOW - 1_001;
    }
}
