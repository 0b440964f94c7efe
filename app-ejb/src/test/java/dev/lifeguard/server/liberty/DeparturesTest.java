package dev.lifeguard.server.liberty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class DeparturesTest {

    private final List<Object> closed = new CopyOnWriteArrayList<>();
    private final Departures departures = new Departures((freePool, wrapper) -> closed.add(wrapper));

    @Test
    void allAreClosedWithinASecondAndNotAtOnce() {
        long begun = System.nanoTime();
        List<Object> wrappers = added(20);
        assertThat(closed).hasSizeLessThan(10);
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> closed.size() == 20);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofMillis(300), Duration.ofSeconds(5));
        assertThat(closed).containsExactlyElementsOf(wrappers);
        assertThat(wrappers).noneMatch(departures::has);
    }

    @Test
    void whatIsLeftCanBeClosedAtOnceAndEachIsClosedOnce() {
        List<Object> wrappers = added(20);
        departures.closeAll();
        Awaitility.await().until(() -> closed.size() == 20);
        assertThat(closed).containsExactlyInAnyOrderElementsOf(wrappers);
    }

    @Test
    void oneThatCannotBeClosedKeepsNoOtherFromIt() {
        Departures failing = new Departures((freePool, wrapper) -> {
            closed.add(wrapper);
            if (closed.size() == 1) {
                throw new ReflectiveOperationException("The first one");
            }
        });
        failing.add("a pool", "the first");
        failing.add("a pool", "the second");
        Awaitility.await().untilAsserted(() -> assertThat(closed).containsExactly("the first", "the second"));
    }

    @Test
    void aNextShrinkIsServedAfterTheLastOneIsOver() {
        added(1);
        Awaitility.await().until(() -> closed.size() == 1);
        added(2);
        Awaitility.await().until(() -> closed.size() == 3);
    }

    private List<Object> added(int number) {
        List<Object> wrappers = IntStream.range(0, number).mapToObj(index -> (Object) ("wrapper " + index)).toList();
        wrappers.forEach(wrapper -> departures.add("a pool", wrapper));
        return wrappers;
    }
}
