package dev.lifeguard.server.liberty;

import static dev.lifeguard.server.liberty.OpenRequests.OPENING;
import static dev.lifeguard.server.liberty.OpenRequests.QUEUED;
import static dev.lifeguard.server.liberty.OpenRequests.REQUESTED;
import static dev.lifeguard.server.liberty.OpenRequests.SINCE;
import static dev.lifeguard.server.liberty.OpenRequests.TAKEN;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.server.BorrowListener;
import java.lang.ref.WeakReference;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Turns what the hooks tell of a pool manager into what the listener of its pool is told. Pool managers pass here that are none of a tapped
 * pool's, those of JMS connections for example: they are left alone.
 */
final class TappedPools {

    /** A pool that is listened to. Does not keep its manager from being collected. */
    static final class Tapped {

        /** Of this pool as it was attached this time: no two have the same. */
        private final long number;
        private final Pool pool;
        private final WeakReference<Object> manager;
        private final BorrowListener listener;
        private volatile Throwable fault;
        /** Whether returns are looked at, which costs what no borrow should; and since when nothing was found. */
        private volatile boolean watched;
        private volatile long watchedNanos;

        Tapped(long number, Pool pool, Object manager, BorrowListener listener) {
            this.number = number;
            this.pool = pool;
            this.manager = new WeakReference<>(manager);
            this.listener = listener;
        }

        Pool pool() {
            return pool;
        }

        boolean isOf(Object otherManager) {
            return manager.refersTo(otherManager);
        }

        /** Whether the server still has it, or somebody what was borrowed from it. */
        boolean isThere() {
            return !manager.refersTo(null);
        }

        /** What the listener threw, if it did: then not all was counted. */
        Optional<Throwable> fault() {
            return Optional.ofNullable(fault);
        }
    }

    /** A max is lowered a moment after that was asked for. */
    private static final long WATCHED_AT_LEAST = TimeUnit.SECONDS.toNanos(10);

    private final OpenRequests requests = new OpenRequests();
    private final Supplier<String> application;
    private final Function<Object, OptionalInt> session;
    private final BiPredicate<Object, Object> excess;
    /** By the managers' identity hashes, each at the first free place from there on; never full. Replaced as a whole. */
    private volatile Tapped[] table = new Tapped[1];
    private volatile Throwable untold;

    /**
     * @param application tells the name of the application that runs in the thread, or null
     * @param session tells what the database calls the session of a wrapper's connection
     * @param excess is told the manager and the wrapper of a connection that is on its way back, to a pool that is watched; tells whether
     *     more are open than may be
     */
    TappedPools(Supplier<String> application, Function<Object, OptionalInt> session, BiPredicate<Object, Object> excess) {
        this.application = application;
        this.session = session;
        this.excess = excess;
    }

    /** These and no others are told of from now on; of them, not those whose listener threw. */
    void tap(Collection<Tapped> pools) {
        Tapped[] next = new Tapped[Integer.highestOneBit(pools.size() + 1) * 4];
        for (Tapped pool : pools) {
            Object manager = pool.manager.get();
            if (manager != null && pool.fault == null) {
                int place = place(manager, next);
                while (next[place] != null) {
                    place = place + 1 & next.length - 1;
                }
                next[place] = pool;
            }
        }
        table = next;
    }

    /**
     * Has what comes back to this manager's pool looked at, until no more are open than may be.
     *
     * @return false if nothing of it is told
     */
    boolean watchReturns(Object manager) {
        Tapped pool = of(manager);
        if (pool != null) {
            pool.watchedNanos = System.nanoTime();
            pool.watched = true;
        }
        return pool != null;
    }

    /** Why something that goes with a borrow, such as its application, was left out, if it ever was. */
    Optional<Throwable> untold() {
        return Optional.ofNullable(untold);
    }

    /** Who is to be told of each event, in the order of the events. */
    BiConsumer<?, ?>[] receivers() {
        return Stream.of(PoolEvent.values()).map(this::receiver).toArray(BiConsumer<?, ?>[]::new);
    }

    private BiConsumer<Object, Object> receiver(PoolEvent event) {
        return switch (event) {
            case REQUESTED -> this::requested;
            case RESERVED -> this::reserved;
            case FAILED -> this::failed;
            case TAKEN -> this::taken;
            case QUEUED -> this::queued;
            case DEQUEUED -> this::dequeued;
            case OPENING -> this::opening;
            case OPENED -> this::opened;
            case NOT_OPENED -> this::notOpened;
            case RETURNING -> this::returning;
            case RETURNED -> this::returned;
            case CLOSED -> this::closed;
            case UNHEARD -> this::unheard;
        };
    }

    private void requested(Object manager, Object nothing) {
        Tapped pool = of(manager);
        if (pool != null) {
            long now = System.nanoTime();
            requests.begin(pool.number, now);
            pool.listener.requested(now);
        }
    }

    private void reserved(Object manager, Object wrapper) {
        Tapped pool = of(manager);
        long[] request = pool == null ? null : requests.end(pool.number);
        if (request == null) {
            return;
        }
        if (request[TAKEN] == 0) {
            pool.listener.reacquired();
            return;
        }
        long key = key(wrapper);
        boolean unknown = pool.listener.acquired(
                key, wrapper, request[REQUESTED], System.nanoTime(), request[QUEUED], request[OPENING], orElse(application, null));
        if (unknown) {
            pool.listener.identified(key, wrapper, orElse(() -> session.apply(wrapper), OptionalInt.empty()));
        }
    }

    /** What goes with a borrow must not cost us the borrow. */
    private <T> T orElse(Supplier<T> detail, T otherwise) {
        try {
            return detail.get();
        } catch (RuntimeException | LinkageError e) {
            untold = e;
            return otherwise;
        }
    }

    private void failed(Object manager, Object failure) {
        Tapped pool = of(manager);
        long[] request = pool == null ? null : requests.end(pool.number);
        if (request != null) {
            pool.listener.failed(request[REQUESTED], System.nanoTime(), (Throwable) failure);
        }
    }

    private void taken(Object manager, Object wrapper) {
        long[] request = current(of(manager));
        if (request != null) {
            request[TAKEN] = 1;
        }
    }

    private void queued(Object manager, Object nothing) {
        Tapped pool = of(manager);
        long[] request = current(pool);
        if (request != null) {
            request[SINCE] = System.nanoTime();
            pool.listener.queued();
        }
    }

    private void dequeued(Object manager, Object nothing) {
        Tapped pool = of(manager);
        long[] request = current(pool);
        if (request != null && request[SINCE] != 0) {
            addSince(request, QUEUED);
            pool.listener.dequeued();
        }
    }

    private void opening(Object manager, Object nothing) {
        long[] request = current(of(manager));
        if (request != null) {
            request[SINCE] = System.nanoTime();
        }
    }

    private void opened(Object manager, Object wrapper) {
        Tapped pool = of(manager);
        if (pool != null) {
            notOpened(manager, wrapper);
            pool.listener.opened();
        }
    }

    private void notOpened(Object manager, Object nothing) {
        long[] request = current(of(manager));
        if (request != null && request[SINCE] != 0) {
            addSince(request, OPENING);
        }
    }

    private void returning(Object manager, Object wrapper) {
        Tapped pool = of(manager);
        if (pool != null && pool.watched) {
            long now = System.nanoTime();
            if (excess.test(manager, wrapper)) {
                pool.watchedNanos = now;
            } else if (now - pool.watchedNanos > WATCHED_AT_LEAST) {
                pool.watched = false;
            }
        }
    }

    private void returned(Object manager, Object wrapper) {
        Tapped pool = of(manager);
        if (pool != null) {
            pool.listener.returned(key(wrapper), wrapper, System.nanoTime());
        }
    }

    private void closed(Object manager, Object wrapper) {
        Tapped pool = of(manager);
        if (pool != null) {
            pool.listener.closed(key(wrapper), wrapper, System.nanoTime());
        }
    }

    private void unheard(Object manager, Object thrown) {
        Tapped pool = of(manager);
        // Not the depth of an application's own calls, or its hunger for memory, met in ours.
        if (pool != null && !(thrown instanceof VirtualMachineError)) {
            pool.fault = (Throwable) thrown;
        }
    }

    private static void addSince(long[] request, int what) {
        request[what] += System.nanoTime() - request[SINCE];
        request[SINCE] = 0;
    }

    /** How listeners are told the connection that the server wraps so. */
    static long key(Object wrapper) {
        return System.identityHashCode(wrapper);
    }

    private long[] current(Tapped pool) {
        return pool == null ? null : requests.current(pool.number);
    }

    /** The pool of this manager; null if it is not tapped. */
    private Tapped of(Object manager) {
        if (manager == null) {
            return null;
        }
        Tapped[] current = table;
        for (int place = place(manager, current);; place = place + 1 & current.length - 1) {
            Tapped pool = current[place];
            if (pool == null || pool.manager.refersTo(manager)) {
                return pool;
            }
        }
    }

    private static int place(Object manager, Tapped[] places) {
        return System.identityHashCode(manager) & places.length - 1;
    }
}
