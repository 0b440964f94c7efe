package dev.lifeguard.server.liberty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.server.BorrowListener;
import dev.lifeguard.server.liberty.TappedPools.Tapped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class TappedPoolsTest {

    private final List<Object> returned = new ArrayList<>();
    private final TappedPools pools = new TappedPools(
            () -> "shop", wrapper -> OptionalInt.of(42), (of, returning) -> returned.add(returning));
    private final BiConsumer<?, ?>[] receivers = pools.receivers();
    private final Object manager = new Object();
    private final Object wrapper = new Object();
    private final Told told = new Told();

    TappedPoolsTest() {
        pools.tap(List.of(tapped(1, manager, told)));
    }

    @Test
    void aBorrow() {
        tell(manager, null, PoolEvent.REQUESTED);
        tell(manager, wrapper, PoolEvent.TAKEN, PoolEvent.RESERVED, PoolEvent.RETURNED);

        assertThat(told.calls).containsExactly("requested", "acquired shop", "identified 42", "returned");
        assertThat(told.queuedNanos).isZero();
        assertThat(told.openingNanos).isZero();
        assertThat(told.acquiredNanos).isGreaterThanOrEqualTo(told.requestedNanos);
    }

    @Test
    void oneThatIsKnownIsNotIdentifiedAgain() {
        told.known = true;
        tell(manager, null, PoolEvent.REQUESTED);
        tell(manager, wrapper, PoolEvent.TAKEN, PoolEvent.RESERVED);

        assertThat(told.calls).containsExactly("requested", "acquired shop");
    }

    @Test
    void oneThatTheRequestHadAlreadyIsNoBorrow() {
        tell(manager, null, PoolEvent.REQUESTED);
        tell(manager, wrapper, PoolEvent.RESERVED);

        assertThat(told.calls).containsExactly("requested", "reacquired");
    }

    @Test
    void queueingAndOpeningAreToldApart() {
        tell(manager, null, PoolEvent.REQUESTED, PoolEvent.QUEUED, PoolEvent.DEQUEUED, PoolEvent.QUEUED, PoolEvent.DEQUEUED,
                PoolEvent.OPENING);
        tell(manager, wrapper, PoolEvent.OPENED, PoolEvent.TAKEN, PoolEvent.RESERVED);

        assertThat(told.calls).containsExactly(
                "requested", "queued", "dequeued", "queued", "dequeued", "opened", "acquired shop", "identified 42");
        assertThat(told.queuedNanos).isPositive();
        assertThat(told.openingNanos).isPositive();
        assertThat(told.queuedNanos + told.openingNanos).isLessThanOrEqualTo(told.acquiredNanos - told.requestedNanos);
    }

    @Test
    void aRequestThatFails() {
        Throwable failure = new IllegalStateException();
        tell(manager, null, PoolEvent.REQUESTED, PoolEvent.OPENING);
        tell(manager, failure, PoolEvent.NOT_OPENED, PoolEvent.FAILED);

        assertThat(told.calls).containsExactly("requested", "failed " + failure);
    }

    @Test
    void aConnectionThatIsOpenedOrClosedOutsideOfAnyRequest() {
        tell(manager, null, PoolEvent.OPENING);
        tell(manager, wrapper, PoolEvent.OPENED, PoolEvent.CLOSED);

        assertThat(told.calls).containsExactly("opened", "closed");
    }

    @Test
    void anEndWhoseBeginningWasNotToldIsNot() {
        tell(manager, null, PoolEvent.DEQUEUED);
        tell(manager, wrapper, PoolEvent.TAKEN, PoolEvent.RESERVED);
        tell(manager, new IllegalStateException(), PoolEvent.FAILED);

        assertThat(told.calls).isEmpty();
    }

    @Test
    void aRequestThatBeganUnderAnotherListenerIsNotTheNextOnes() {
        tell(manager, null, PoolEvent.REQUESTED);
        Told next = new Told();
        pools.tap(List.of(tapped(2, manager, next)));
        tell(manager, wrapper, PoolEvent.TAKEN, PoolEvent.RESERVED);

        assertThat(next.calls).isEmpty();
    }

    @Test
    void poolsThatAreNotTappedAreLeftAlone() {
        Object other = new Object();
        for (PoolEvent event : PoolEvent.values()) {
            tell(other, new IllegalStateException(), event);
            tell(null, new IllegalStateException(), event);
        }
        assertThat(told.calls).isEmpty();
    }

    @Test
    void eachOfManyIsToldOfItsOwn() {
        List<Object> managers = new ArrayList<>();
        List<Told> listeners = new ArrayList<>();
        List<Tapped> tapped = new ArrayList<>();
        for (int number = 0; number < 500; number++) {
            managers.add(new Object());
            listeners.add(new Told());
            tapped.add(tapped(number, managers.get(number), listeners.get(number)));
        }
        pools.tap(tapped);
        managers.forEach(each -> tell(each, null, PoolEvent.REQUESTED));

        assertThat(listeners).allSatisfy(listener -> assertThat(listener.calls).containsExactly("requested"));
        assertThat(told.calls).isEmpty();
    }

    @Test
    void tappedNoLongerItIsToldNothing() {
        pools.tap(List.of());
        tell(manager, null, PoolEvent.REQUESTED);

        assertThat(told.calls).isEmpty();
    }

    @Test
    void whatIsBorrowedFromTheFormerPoolComesBackToItsListener() {
        tell(manager, null, PoolEvent.REQUESTED);
        tell(manager, wrapper, PoolEvent.TAKEN, PoolEvent.RESERVED);
        Object anew = new Object();
        Told next = new Told();
        pools.tap(List.of(tapped(1, manager, told), tapped(2, anew, next)));
        tell(anew, null, PoolEvent.REQUESTED);
        tell(manager, wrapper, PoolEvent.RETURNED, PoolEvent.CLOSED);

        assertThat(told.calls).endsWith("returned", "closed");
        assertThat(next.calls).containsExactly("requested");
    }

    @Test
    void whatIsOnItsWayBackIsLookedAtWhereThatWasAskedFor() {
        tell(manager, wrapper, PoolEvent.RETURNING);
        assertThat(returned).as("which costs what no borrow should").isEmpty();

        assertThat(pools.watchReturns(manager)).isTrue();
        assertThat(pools.watchReturns(new Object())).isFalse();
        tell(manager, wrapper, PoolEvent.RETURNING);
        tell(new Object(), new Object(), PoolEvent.RETURNING);

        assertThat(returned).containsExactly(wrapper);
        assertThat(told.calls).isEmpty();
    }

    @Test
    void aBorrowIsToldWithoutWhatCannotBeHad() {
        IllegalStateException unknown = new IllegalStateException();
        TappedPools silent = new TappedPools(() -> {
            throw unknown;
        }, wrapper -> {
            throw unknown;
        }, (of, returning) -> false);
        silent.tap(List.of(tapped(1, manager, told)));
        tellTo(silent.receivers(), manager, null, PoolEvent.REQUESTED);
        tellTo(silent.receivers(), manager, wrapper, PoolEvent.TAKEN, PoolEvent.RESERVED);

        assertThat(told.calls).containsExactly("requested", "acquired null", "identified none");
        assertThat(silent.untold()).containsSame(unknown);
    }

    @Test
    void aListenerThatThrewIsNotToldAnyLonger() {
        IllegalStateException ours = new IllegalStateException();
        Tapped tapped = tapped(1, manager, told);
        pools.tap(List.of(tapped));
        tell(manager, ours, PoolEvent.UNHEARD);
        pools.tap(List.of(tapped));
        tell(manager, null, PoolEvent.REQUESTED);

        assertThat(tapped.fault()).containsSame(ours);
        assertThat(told.calls).isEmpty();
    }

    @Test
    void theEndOfTheThreadsStackIsNotTheListenersFault() {
        Tapped tapped = tapped(1, manager, told);
        pools.tap(List.of(tapped));
        tell(manager, new StackOverflowError(), PoolEvent.UNHEARD);

        assertThat(tapped.fault()).isEmpty();
    }

    private static Tapped tapped(long number, Object manager, BorrowListener listener) {
        Pool pool = Pool.of("jdbc/" + number, List.of(), "key" + number, Pool.Source.SERVER, Optional.empty());
        return new Tapped(number, pool, manager, listener);
    }

    private void tell(Object of, Object subject, PoolEvent... events) {
        tellTo(receivers, of, subject, events);
    }

    @SuppressWarnings("unchecked")
    private static void tellTo(BiConsumer<?, ?>[] receivers, Object of, Object subject, PoolEvent... events) {
        for (PoolEvent event : events) {
            ((BiConsumer<Object, Object>) receivers[event.ordinal()]).accept(of, subject);
        }
    }

    private static final class Told implements BorrowListener {

        private final List<String> calls = new ArrayList<>();
        private boolean known;
        private long requestedNanos;
        private long acquiredNanos;
        private long queuedNanos;
        private long openingNanos;

        @Override
        public void requested(long nanos) {
            calls.add("requested");
        }

        @Override
        public void queued() {
            calls.add("queued");
        }

        @Override
        public void dequeued() {
            calls.add("dequeued");
        }

        @Override
        public boolean acquired(long key, Object identity, long requested, long acquired, long queued, long opening, String application) {
            assertThat(key).isEqualTo(System.identityHashCode(identity));
            requestedNanos = requested;

            acquiredNanos = acquired;
            queuedNanos = queued;
            openingNanos = opening;
            calls.add("acquired " + application);
            return !known;
        }

        @Override
        public void reacquired() {
            calls.add("reacquired");
        }

        @Override
        public void identified(long key, Object identity, OptionalInt session) {
            calls.add("identified " + (session.isPresent() ? session.getAsInt() : "none"));
        }

        @Override
        public void failed(long requested, long failed, Throwable failure) {
            calls.add("failed " + failure);
        }

        @Override
        public void returned(long key, Object identity, long nanos) {
            calls.add("returned");
        }

        @Override
        public void opened() {
            calls.add("opened");
        }

        @Override
        public void closed(long key, Object identity, long nanos) {
            calls.add("closed");
        }
    }
}
