package dev.lifeguard.observation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The connections of one pool that were met, and who has them. To find one takes no lock and makes no garbage, as it is done at every borrow and
 * return: an open hash table that is only ever added to. What has to be removed is left out of a new table, seldom and under a lock.
 */
final class HeldConnections {

    private static final int FIRST_SIZE = 32;
    private static final AtomicInteger SERIALS = new AtomicInteger();
    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(HeldConnection[].class);

    /** More than half of it is always empty, so that every search ends. */
    private volatile HeldConnection[] table = new HeldConnection[FIRST_SIZE];
    private int used;

    /** The connection; null if it was not met yet. */
    HeldConnection find(long key, Object identity) {
        HeldConnection[] cells = table;
        int mask = cells.length - 1;
        for (int cell = cell(key, mask); ; cell = (cell + 1) & mask) {
            HeldConnection found = (HeldConnection) CELLS.getAcquire(cells, cell);
            if (found == null || found.is(key, identity)) {
                return found;
            }
        }
    }

    /** Takes up a connection that {@link #find} does not find. One connection is met by one thread at a time. */
    synchronized HeldConnection add(long key, Object identity) {
        if ((used + 1) * 2 > table.length) {
            rebuild(null);
        }
        HeldConnection added = new HeldConnection(key, identity, SERIALS.incrementAndGet());
        put(table, added);
        used++;
        return added;
    }

    /** Forgets a connection that is closed. */
    synchronized void remove(HeldConnection closed) {
        rebuild(closed);
    }

    /**
     * Forgets what nobody told the end of: connections that the server has let go of without a word, and those that nobody had for long.
     *
     * @param unusedSinceNanos those returned before it are forgotten, to be met anew should they come again
     * @param lost told each forgotten connection that somebody still had, to give it back
     */
    void sweep(long unusedSinceNanos, Consumer<HeldConnection> lost) {
        for (HeldConnection connection : table) {
            if (connection == null) {
                continue;
            }
            if (connection.collected() && connection.held()) {
                lost.accept(connection);
            }
            if ((connection.collected() || connection.unusedSince(unusedSinceNanos)) && connection.forget()) {
                remove(connection);
            }
        }
    }

    /** Forgets all of them. @param lost told each that somebody had */
    synchronized void clear(Consumer<HeldConnection> lost) {
        HeldConnection[] before = table;
        table = new HeldConnection[FIRST_SIZE];
        used = 0;
        for (HeldConnection connection : before) {
            if (connection != null && connection.held()) {
                lost.accept(connection);
            }
        }
    }

    /** The server has lost the connections of these keys, and no others. */
    void lost(Set<Long> keys) {
        for (HeldConnection connection : table) {
            if (connection != null) {
                connection.lost = keys.contains(connection.key);
            }
        }
    }

    /** Who has one now, in no order. */
    List<Holder> holders() {
        List<Holder> holders = new ArrayList<>();
        for (HeldConnection connection : table) {
            if (connection != null) {
                connection.holder().ifPresent(holders::add);
            }
        }
        return holders;
    }

    private void rebuild(HeldConnection without) {
        HeldConnection[] before = table;
        List<HeldConnection> kept = new ArrayList<>(before.length);
        for (HeldConnection connection : before) {
            if (connection != null && connection != without) {
                kept.add(connection);
            }
        }
        int size = FIRST_SIZE;
        while (size < (kept.size() + 1) * 4) {
            size *= 2;
        }
        HeldConnection[] after = new HeldConnection[size];
        kept.forEach(connection -> put(after, connection));
        used = kept.size();
        table = after;
    }

    private static void put(HeldConnection[] cells, HeldConnection connection) {
        int mask = cells.length - 1;
        int cell = cell(connection.key, mask);
        while (cells[cell] != null) {
            cell = (cell + 1) & mask;
        }
        CELLS.setRelease(cells, cell, connection);
    }

    private static int cell(long key, int mask) {
        // Keys may well be consecutive, or multiples of eight.
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & mask;
    }

    /** One connection; written by the thread that has it, read by any. */
    static final class HeldConnection {

        private static final VarHandle BORROW = borrowHandle();
        private static final long NOBODY = 0;
        private static final long FORGOTTEN = -1;

        private final long key;
        /** Null where the key says it all. */
        private final WeakReference<Object> identity;
        private final long serial;

        private volatile OptionalInt session = OptionalInt.empty();
        private volatile boolean lost;

        /** Tells this hold from every other; {@link #NOBODY} between two. Everything below holds as long as it stays the same. */
        private long borrow = NOBODY;
        private int borrows;
        private long sinceNanos;
        private Thread thread;
        private String application;
        private boolean own;
        private volatile long returnedNanos;

        private HeldConnection(long key, Object identity, int serial) {
            this.key = key;
            this.identity = identity == null ? null : new WeakReference<>(identity);
            this.serial = (long) serial << Integer.SIZE;
        }

        private boolean is(long otherKey, Object otherIdentity) {
            return key == otherKey && (identity == null || identity.refersTo(otherIdentity)) && (long) BORROW.getAcquire(this) != FORGOTTEN;
        }

        private boolean collected() {
            return identity != null && identity.refersTo(null);
        }

        private boolean unusedSince(long nanos) {
            return !held() && returnedNanos != 0 && returnedNanos - nanos < 0;
        }

        void session(OptionalInt told) {
            session = told;
        }

        boolean held() {
            return (long) BORROW.getAcquire(this) > NOBODY;
        }

        /** Whether nobody had it, and nobody can have it any more. */
        private boolean forget() {
            return BORROW.compareAndSet(this, NOBODY, FORGOTTEN);
        }

        boolean own() {
            return own;
        }

        long sinceNanos() {
            return sinceNanos;
        }

        /** Whether it was to be had: false if it was forgotten meanwhile, and has to be met anew. */
        boolean take(long nanos, String inApplication, boolean forLifeguard) {
            sinceNanos = nanos;
            thread = Thread.currentThread();
            application = inApplication;
            own = forLifeguard;
            borrows++;
            return BORROW.compareAndSet(this, NOBODY, serial | Integer.toUnsignedLong(borrows));
        }

        /** Whether it was held until now: of two who tell its end one is too late. */
        boolean give(long nanos) {
            long before = (long) BORROW.getAcquire(this);
            if (before <= NOBODY || !BORROW.compareAndSet(this, before, NOBODY)) {
                return false;
            }
            returnedNanos = nanos;
            // Of an application that may be gone long before the connection is used again.
            thread = null;
            application = null;
            return true;
        }

        private Optional<Holder> holder() {
            long before = (long) BORROW.getAcquire(this);
            Thread holding = thread;
            Holder seen = before <= NOBODY || holding == null
                    ? null
                    : new Holder(before, session, holding, Optional.ofNullable(application), sinceNanos, own, lost);
            VarHandle.acquireFence();
            // Returned meanwhile, perhaps borrowed again: what was read may be of two borrows.
            return (long) BORROW.getAcquire(this) == before ? Optional.ofNullable(seen) : Optional.empty();
        }

        private static VarHandle borrowHandle() {
            try {
                return MethodHandles.lookup().findVarHandle(HeldConnection.class, "borrow", long.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }
    }
}
