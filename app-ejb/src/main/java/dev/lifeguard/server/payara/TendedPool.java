package dev.lifeguard.server.payara;

import dev.lifeguard.background.OwnThread;
import dev.lifeguard.pool.SettingsInForce;
import dev.lifeguard.server.ClosingPace;
import dev.lifeguard.server.PoolAccessException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A running pool, changed and looked after. A connection in use that has to go is <em>marked</em>: it is made to look as if it had been
 * used too often, so that Payara closes it on its return, in place of handing it on. As long as one is marked, or the queue may not have
 * taken notice of new room, a thread of ours looks after the pool. It sees to what marks alone do not: that none is left when no more are
 * too many; and that no request sleeps beside a connection or beside room, as one does that looked just before there was any, and queued
 * just after it would have been woken.
 */
final class TendedPool {

    private static final Logger LOG = System.getLogger(TendedPool.class.getName());

    /** More uses than a connection ever has: each takes microseconds at least. Twice as many are a number yet. */
    private static final int MARK = 1_000_000_000;
    private static final long BETWEEN_LOOKS_AT_QUEUE = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long SHORTEST_BETWEEN_LOOKS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long LONGEST_BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int SHARE_OF_QUIET = 16;
    /** Connections that are being opened meanwhile are counted in the end. */
    private static final long SHORTEST_TENDING = TimeUnit.MILLISECONDS.toNanos(100);
    /** A request that saw no room is in the queue long before. */
    private static final Duration SHORTEST_SERVICE = Duration.ofMillis(50);
    /** Who waits then waits for the database. */
    private static final Duration LONGEST_SERVICE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final PoolLevers levers;
    private final String name;
    private final Object pool;
    private final PoolLevers.Structure structure;
    /** Closes connections; and stands in for it while any in use is too many. */
    private final Object closing;
    private final Object watching;
    /** To be replaced, and open yet. Guarded by the structure's lock, as are marks. */
    private final Set<Object> recycled = new HashSet<>();
    /** Closed under their borrowers, who have yet to give them back. Guarded likewise. */
    private final Set<Object> cut = new HashSet<>();
    /** Of the pool no more, and closed one after the other, the one first that was not used for longest. Guarded likewise. */
    private final Deque<Object> leaving = new ArrayDeque<>();
    /** At which those are closed, and when one was; of the tending thread. */
    private final ClosingPace pace = new ClosingPace();
    private long closedAt = System.nanoTime();
    /** How many were open when last looked, whether any were marked, and when something was news; guarded likewise. */
    private int lastOpen;
    private volatile boolean marked;
    /** What Payara's resize quantity was before it was made 0, and whether it is; guarded likewise. */
    private int resizeQuantity;
    private volatile boolean keptFromReplacing;
    private volatile long movedAt;
    private volatile long roomSince = System.nanoTime() - LONGEST_SERVICE.toNanos();
    private boolean keptFromClosing;
    private OwnThread thread;
    private boolean askedAgain;
    private boolean stopped;

    /** @param name for people */
    TendedPool(PoolLevers levers, String name, Object pool) {
        this.levers = levers;
        this.name = name;
        this.pool = pool;
        this.structure = levers.structure(pool);
        this.closing = structure.handler();
        this.watching = levers.handlers.over(closing, new Closings());
    }

    boolean isOf(Object running) {
        return pool == running;
    }

    SettingsInForce inForce() {
        return new SettingsInForce(
                levers.min.number(pool),
                OptionalInt.of(levers.max.number(pool)),
                millis(levers.waitTimeout.number(pool)),
                millis((long) levers.idleTimeout.of(pool)));
    }

    /** To Payara, 0 is for ever. */
    private static Optional<Duration> millis(long millis) {
        return millis == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }

    void change(SettingsInForce wanted) {
        SettingsInForce now = inForce();
        int max = wanted.max().getAsInt();
        boolean grows = max > now.max().getAsInt();
        if (grows) {
            setMax(max);
            takeBack();
            roomSince = System.nanoTime();
        }
        levers.setMin.of(pool, wanted.min());
        if (!grows) {
            setMax(max);
        }
        levers.setWaitTimeout.of(pool, (int) millis(wanted.waitTimeout()));
        if (!wanted.idleTimeout().equals(now.idleTimeout())) {
            levers.setIdleTimeout.of(pool, millis(wanted.idleTimeout()));
            restartResizer();
        }
        tend();
    }

    private static long millis(Optional<Duration> timeout) {
        return timeout.map(Duration::toMillis).orElse(0L);
    }

    private void setMax(int max) {
        levers.setMax.of(pool, max);
        structure.setMax(max);
    }

    /** Payara takes every idle connection out of the pool while it looks which are idle for too long. */
    synchronized void keepFromClosing(boolean keeps) {
        boolean same = keeps == keptFromClosing;
        keptFromClosing = keeps;
        if (keeps) {
            // Each time: Payara starts it anew whenever the pool's configuration is changed.
            levers.stopResizer.of(pool);
        } else if (!same) {
            restartResizer();
        }
    }

    private synchronized void restartResizer() {
        if ((boolean) levers.initialized.of(pool)) {
            levers.stopResizer.of(pool);
            if (!keptFromClosing && (long) levers.idleTimeout.of(pool) > 0) {
                levers.startResizer.of(pool);
            }
        }
    }

    /** As many as there is room for of those that are not closed yet, so that nobody has to open others. */
    private void takeBack() {
        structure.locked(() -> {
            while (!leaving.isEmpty() && structure.room() > 0) {
                Object handle = leaving.removeLast();
                structure.putBack(handle);
                unmark(handle);
            }
            return null;
        });
    }

    /** Those that were open. */
    Set<Object> recycle() {
        List<Object> out = new ArrayList<>();
        Set<Object> begun = structure.locked(() -> {
            Set<Object> open = Set.copyOf(structure.open);
            recycled.addAll(open);
            out.addAll(allLeaving());
            return open;
        });
        out.forEach(this::close);
        tend();
        return begun;
    }

    /** To be closed by the caller, who has the lock. */
    private List<Object> allLeaving() {
        List<Object> all = List.copyOf(leaving);
        leaving.clear();
        return all;
    }

    /** How many of those are open yet. */
    int open(Set<Object> handles) {
        return structure.locked(() -> (int) structure.open.stream().filter(handles::contains).count());
    }

    /** How many were in use. */
    int flush() {
        List<Object> out = new ArrayList<>();
        int inUse = structure.locked(() -> {
            List<Object> used = new ArrayList<>(structure.open);
            used.removeAll(structure.idle);
            cut.addAll(used);
            // Before they can come back: Payara takes in whatever does, though it is not the pool's any more.
            mark(areTooMany());
            out.addAll(structure.open);
            out.forEach(structure::takeOut);
            out.addAll(allLeaving());
            return used.size();
        });
        out.forEach(this::close);
        roomSince = System.nanoTime();
        tend();
        return inUse;
    }

    private void close(Object handle) {
        levers.close.of(pool, handle);
    }

    void wake(int requests) {
        for (int request = Math.min(requests, levers.waiting.number(pool)); request > 0; request--) {
            levers.wakeOne.of(pool);
        }
    }

    /** Whether Payara knows with what to open a connection. */
    boolean canOpen() {
        return levers.allocator.of(pool) != null;
    }

    boolean openOne() {
        if (structure.locked(structure::room) <= 0) {
            return false;
        }
        levers.openOne.of(pool);
        levers.wakeOne.of(pool);
        return true;
    }

    boolean retireIdle() {
        Object coldest = structure.locked(this::takeColdest);
        if (coldest != null) {
            close(coldest);
        }
        return coldest != null;
    }

    /** The idle one that was not used for longest, to be closed by the caller, who has the lock; null if none is idle. */
    private Object takeColdest() {
        Object coldest = structure.idle.peekLast();
        if (coldest != null) {
            structure.takeOut(coldest);
        }
        return coldest;
    }

    /** Wakes whom there is room for at once; to close connections takes long, and is left to a thread of ours. */
    private void tend() {
        movedAt = System.nanoTime();
        serve();
        askAgain();
    }

    private synchronized void askAgain() {
        askedAgain = !stopped;
        if (thread == null && askedAgain) {
            thread = OwnThread.start("lifeguard-tends " + name, this::tendOn);
        }
    }

    private void tendOn() throws InterruptedException {
        try {
            boolean goesOn = true;
            while (goesOn) {
                replaceIdle();
                goesOn = closeExcess();
                goesOn = serve() || goesOn || isAskedAgain();
                pause();
            }
        } finally {
            ended();
        }
    }

    /** While any are marked the shorter, the less long ago a connection was closed: then more may come back, and one too many be closed. */
    private void pause() throws InterruptedException {
        long nanos = LONGEST_BETWEEN_LOOKS;
        if (isServing() || keptFromReplacing) {
            nanos = BETWEEN_LOOKS_AT_QUEUE;
        } else if (marked) {
            long quiet = System.nanoTime() - movedAt;
            nanos = Math.min(LONGEST_BETWEEN_LOOKS, Math.max(SHORTEST_BETWEEN_LOOKS, quiet / SHARE_OF_QUIET));
        }
        LockSupport.parkNanos(nanos);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private synchronized boolean isAskedAgain() {
        boolean asked = askedAgain;
        askedAgain = false;
        return asked;
    }

    private synchronized void ended() {
        thread = null;
        if (askedAgain) {
            askAgain();
        }
    }

    /** Ends what goes on, and lets those stay that are in use. */
    void stop() {
        OwnThread last;
        synchronized (this) {
            stopped = true;
            askedAgain = false;
            last = thread;
        }
        if (last != null) {
            last.stop(PATIENCE);
        }
        structure.locked(() -> {
            recycled.clear();
            cut.clear();
            mark(false);
            keepFromReplacing(false);
            return allLeaving();
        }).forEach(this::close);
    }

    /** Replaces the idle ones of those that are recycled, one after the other, so that nearly as many are open as before. */
    private void replaceIdle() {
        boolean reopens = true;
        Object handle = structure.locked(this::takeRecycled);
        while (handle != null) {
            close(handle);
            reopens = reopens && reopened();
            handle = structure.locked(this::takeRecycled);
        }
    }

    private Object takeRecycled() {
        Object handle = structure.idle.stream().filter(recycled::contains).findFirst().orElse(null);
        if (handle != null) {
            structure.takeOut(handle);
        }
        return handle;
    }

    private boolean reopened() {
        try {
            return openOne();
        } catch (PoolAccessException e) {
            LOG.log(Level.WARNING, "No connection could be opened in place of a closed one of pool " + name, e);
            return false;
        }
    }

    /**
     * Takes idle ones above max out of the pool, and closes one of those when it is its turn. While there are more, every one in use is
     * marked: whichever comes back would else be handed on.
     *
     * @return whether to look again
     */
    private boolean closeExcess() {
        List<Object> out = new ArrayList<>();
        boolean goesOn = structure.locked(() -> {
            if (structure.open.size() != lastOpen) {
                lastOpen = structure.open.size();
                movedAt = System.nanoTime();
            }
            structure.room();
            while (areTooMany() && !structure.idle.isEmpty()) {
                Object coldest = takeColdest();
                // One that is to be replaced must not come back.
                (recycled.contains(coldest) ? out : leaving).add(coldest);
                pace.more(System.nanoTime());
            }
            Set<Object> open = new HashSet<>(structure.open);
            structure.idle.removeIf(handle -> !open.contains(handle));
            recycled.retainAll(open);
            cut.removeIf(handle -> !levers.isOut(handle));
            mark(areTooMany());
            boolean moves = marked || System.nanoTime() - movedAt < SHORTEST_TENDING || !leaving.isEmpty();
            if (isTimeToClose()) {
                out.add(leaving.removeFirst());
            }
            keepFromReplacing(!leaving.isEmpty() && structure.open.size() >= levers.max.number(pool));
            return moves;
        });
        out.forEach(this::close);
        return goesOn;
    }

    /** Whether it is the next one's turn; the caller has the lock. */
    private boolean isTimeToClose() {
        if (leaving.isEmpty()) {
            return false;
        }
        long now = System.nanoTime();
        boolean due = now - closedAt >= pace.between(now, leaving.size());
        closedAt = due ? now : closedAt;
        return due;
    }

    /**
     * Where a pool is full, Payara closes a connection that has just come back and opens another in its place, for a request that had found
     * none idle: it takes it for one of another kind. The request waits for the opening, and others for the processor that takes. A pool that
     * has just become smaller is the likeliest to be full. As long as its connections are leaving, none is replaced: Payara replaces as many
     * as it opens at a time, and in a full pool it opens none anyway. What then queues beside an idle connection is served by us.
     */
    private void keepFromReplacing(boolean keeps) {
        int now = levers.resizeQuantity.number(pool);
        if (keeps && now > 0) {
            // Each time, as Payara puts its own there whenever the pool's configuration is changed.
            resizeQuantity = now;
            levers.setResizeQuantity.of(pool, 0);
        } else if (!keeps && keptFromReplacing) {
            if (now == 0) {
                levers.setResizeQuantity.of(pool, resizeQuantity);
            }
            roomSince = System.nanoTime();
        }
        keptFromReplacing = keeps;
    }

    private boolean areTooMany() {
        return structure.open.size() > levers.max.number(pool);
    }

    /** Has all marked, or those alone that are recycled; and those that were cut. */
    private void mark(boolean all) {
        boolean marks = all || !recycled.isEmpty() || !cut.isEmpty();
        if (!marks && !marked) {
            return;
        }
        marked = marks;
        // Looked at each time, as Payara puts its own there whenever the pool's configuration is changed.
        int limit = levers.usageLimit.number(pool);
        if (marks && limit == 0) {
            levers.setUsageLimit.of(pool, MARK);
        }
        for (Object handle : structure.open) {
            boolean goes = all || recycled.contains(handle) || cut.contains(handle);
            int usage = levers.usage.number(handle);
            if (goes && usage < MARK) {
                levers.setUsage.of(handle, usage + MARK);
            } else if (!goes) {
                unmark(handle);
            }
        }
        if (!marks && limit == MARK) {
            levers.setUsageLimit.of(pool, 0);
        }
        structure.setHandler(all ? watching : closing);
    }

    private void unmark(Object handle) {
        int usage = levers.usage.number(handle);
        if (usage >= MARK) {
            levers.setUsage.of(handle, usage - MARK);
        }
    }

    /** How many requests a connection can be had for, idle or yet to be opened. */
    private int served() {
        return structure.locked(() -> structure.idle.size() + structure.room());
    }

    /** Wakes as many requests as there is room for; whether to go on. */
    private boolean serve() {
        if (isServing()) {
            wake(served());
            return true;
        }
        return false;
    }

    private boolean isServing() {
        long since = System.nanoTime() - roomSince;
        return since < SHORTEST_SERVICE.toNanos()
                || (keptFromReplacing || since < LONGEST_SERVICE.toNanos()) && levers.waiting.number(pool) > 0;
    }

    /** Sees a connection go in the thread that gave it back, so that no other has to go which is not one too many. */
    private final class Closings implements PoolObservers.OfHandler {

        @Override
        public void beforeDeleteResource(Object handle) {
            structure.locked(() -> {
                mark(areTooMany());
                return null;
            });
        }

        /** The thread of ours looks for the same. */
        @Override
        public void faulty(Throwable fault) {
            LOG.log(Level.WARNING, "Pool " + name + " may be smaller than it could be for a moment", fault);
        }
    }
}
