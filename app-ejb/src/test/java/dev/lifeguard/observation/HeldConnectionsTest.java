package dev.lifeguard.observation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.observation.HeldConnections.HeldConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class HeldConnectionsTest {

    private final HeldConnections connections = new HeldConnections();

    @Test
    void findsEveryConnectionThatWasMetAndNoOther() {
        List<HeldConnection> added = new ArrayList<>();
        for (long key = -500; key < 500; key++) {
            assertThat(connections.find(key * 8, null)).isNull();
            added.add(connections.add(key * 8, null));
        }
        for (long key = -500; key < 500; key++) {
            assertThat(connections.find(key * 8, null)).isSameAs(added.get((int) key + 500));
            assertThat(connections.find(key * 8 + 1, null)).isNull();
        }
        connections.remove(added.get(7));
        assertThat(connections.find(-493 * 8, null)).isNull();
        assertThat(connections.find(-492 * 8, null)).isSameAs(added.get(8));
    }

    @Test
    void tellsConnectionsOfOneKeyApartByTheirIdentity() {
        Object first = new Object();
        Object second = new Object();
        HeldConnection one = connections.add(7, first);
        HeldConnection other = connections.add(7, second);
        assertThat(connections.find(7, first)).isSameAs(one);
        assertThat(connections.find(7, second)).isSameAs(other);
        assertThat(connections.find(7, new Object())).isNull();
    }

    @Test
    void tellsWhoHasWhich() {
        connections.add(1, null);
        HeldConnection held = connections.add(2, null);
        held.session(OptionalInt.of(4711));
        held.take(100, "shop", false);

        assertThat(connections.holders()).singleElement().satisfies(holder -> {
            assertThat(holder.session()).hasValue(4711);
            assertThat(holder.thread()).isSameAs(Thread.currentThread());
            assertThat(holder.application()).contains("shop");
            assertThat(holder.sinceNanos()).isEqualTo(100);
            assertThat(holder.own()).isFalse();
        });
        long borrow = connections.holders().get(0).borrow();

        assertThat(held.give(200)).isTrue();
        assertThat(held.give(201)).as("of two who tell its end one is too late").isFalse();
        assertThat(connections.holders()).isEmpty();
        held.take(300, null, true);
        assertThat(connections.holders()).singleElement().satisfies(holder -> {
            assertThat(holder.borrow()).isNotEqualTo(borrow);
            assertThat(holder.application()).isEmpty();
            assertThat(holder.own()).isTrue();
        });
    }

    @Test
    void tellsWhichTheServerLost() {
        connections.add(1, null).take(100, "shop", false);
        connections.add(2, null).take(100, "shop", false);

        connections.lost(Set.of(2L, 3L));
        assertThat(connections.holders()).extracting(Holder::lost).containsExactlyInAnyOrder(false, true);
        connections.lost(Set.of());
        assertThat(connections.holders()).extracting(Holder::lost).containsOnly(false);
    }

    @Test
    void neverTellsOfAMixtureOfTwoBorrows() throws InterruptedException {
        HeldConnection connection = connections.add(1, null);
        AtomicBoolean done = new AtomicBoolean();
        Thread borrower = new Thread(() -> {
            for (long time = 1; !done.get(); time++) {
                connection.take(time, Long.toString(time), time % 2 == 0);
                connection.give(time);
            }
        });
        borrower.start();
        try {
            int seen = 0;
            while (seen < 10_000) {
                for (Holder holder : connections.holders()) {
                    seen++;
                    assertThat(holder.application()).contains(Long.toString(holder.sinceNanos()));
                    assertThat(holder.own()).isEqualTo(holder.sinceNanos() % 2 == 0);
                }
            }
        } finally {
            done.set(true);
            borrower.join();
        }
    }

    @Test
    void forgetsWhatWasNotUsedForLong() {
        HeldConnection old = connections.add(1, null);
        old.take(10, null, false);
        old.give(20);
        HeldConnection young = connections.add(2, null);
        young.take(10, null, false);
        young.give(50);
        HeldConnection held = connections.add(3, null);
        held.take(10, null, false);

        List<HeldConnection> lost = new ArrayList<>();
        connections.sweep(30, lost::add);

        assertThat(connections.find(1, null)).isNull();
        assertThat(old.take(60, null, false)).as("who found it before has to meet it anew").isFalse();
        assertThat(connections.find(2, null)).isSameAs(young);
        assertThat(connections.find(3, null)).as("however long it is held").isSameAs(held);
        assertThat(lost).isEmpty();
    }

    @Test
    void tellsOfAHeldConnectionThatTheServerHasLetGo() {
        AtomicReference<Object> server = new AtomicReference<>(new Object());
        HeldConnection held = connections.add(1, server.get());
        held.take(10, null, false);
        server.set(null);
        List<HeldConnection> lost = new ArrayList<>();
        Awaitility.await().until(() -> {
            System.gc();
            connections.sweep(0, connection -> {
                connection.give(20);
                lost.add(connection);
            });
            return !lost.isEmpty();
        });
        assertThat(lost).containsExactly(held);
        assertThat(connections.holders()).isEmpty();
    }

    @Test
    void isFoundByAllWhileOthersAreMetAndForgotten() throws InterruptedException {
        HeldConnection known = connections.add(42, null);
        AtomicReference<String> failure = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);
        Thread reader = new Thread(() -> {
            while (done.getCount() > 0) {
                if (connections.find(42, null) != known) {
                    failure.set("not found");
                }
            }
        });
        reader.start();
        for (int key = 1_000; key < 6_000; key++) {
            HeldConnection added = connections.add(key, null);
            if (key % 3 == 0) {
                connections.remove(added);
            }
        }
        done.countDown();
        reader.join();
        assertThat(Optional.ofNullable(failure.get())).isEmpty();
    }
}
