package dev.lifeguard.observation;

import dev.lifeguard.background.OwnThread;
import dev.lifeguard.observation.HeldConnections.HeldConnection;
import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.server.BorrowListener;
import dev.lifeguard.statistics.BorrowRecorder;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/** What is seen of one pool's borrows: who has which connection, and the figures of it. Lifeguard's own count as in use, and for nothing else. */
final class BorrowWatch implements BorrowListener {

    private static final int NEVER = Integer.MAX_VALUE;

    private final BorrowRecorder recorder;
    private final Function<Throwable, FailureKind> classifier;
    private final HeldConnections connections = new HeldConnections();
    private final AtomicBoolean exhausted = new AtomicBoolean();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final LongAdder untold = new LongAdder();
    private volatile OptionalLong brokenNanos = OptionalLong.empty();
    private final LongAdder stored = new LongAdder();
    /** How many in use are a shortage that somebody is to be told of. */
    private volatile int alarmAt = NEVER;
    private volatile Runnable alarm = () -> {};

    BorrowWatch(BorrowRecorder recorder, Function<Throwable, FailureKind> classifier) {
        this.recorder = recorder;
        this.classifier = classifier;
    }

    @Override
    public void requested(long nanos) {
        // Counted when it ends: only then is it known to be a borrow.
    }

    @Override
    public void queued() {
        recorder.queued();
        if (alarmAt != NEVER) {
            ring();
        }
    }

    @Override
    public void dequeued() {
        recorder.dequeued();
    }

    @Override
    public boolean acquired(
            long key, Object identity, long requestedNanos, long acquiredNanos, long queuedNanos, long openingNanos, String application) {
        ApplicationLoad load = OwnThread.purpose() instanceof ApplicationLoad marked ? marked : null;
        boolean own = load == null && OwnThread.isCurrent();
        HeldConnection connection = connections.find(key, identity);
        boolean met = connection != null;
        if (!met) {
            connection = connections.add(key, identity);
        } else if (connection.held()) {
            // The pool gives it to somebody else, so it has had it back: only nobody told.
            untold.increment();
            end(connection, acquiredNanos);
        }
        int inUse = recorder.took(acquiredNanos);
        if (inUse >= alarmAt) {
            ring();
        }
        while (!connection.take(acquiredNanos, load == null ? application : load.application(), own)) {
            connection = connections.add(key, identity);
            met = false;
        }
        if (!own) {
            recorder.requested(requestedNanos);
            recorder.acquired(requestedNanos, acquiredNanos, queuedNanos, openingNanos);
        } else if (OwnThread.purpose() instanceof OwnBorrowing borrowing) {
            borrowing.seen(acquiredNanos - requestedNanos);
        } else {
            stored.increment();
        }
        return !met;
    }

    @Override
    public void reacquired() {
        // No borrow: the connection is held already.
    }

    @Override
    public void identified(long key, Object identity, OptionalInt session) {
        HeldConnection connection = connections.find(key, identity);
        if (connection != null) {
            connection.session(session);
        }
    }

    @Override
    public void failed(long requestedNanos, long failedNanos, Throwable failure) {
        if (OwnThread.isCurrent() && !(OwnThread.purpose() instanceof ApplicationLoad)) {
            return;
        }
        recorder.requested(requestedNanos);
        FailureKind kind = classifier.apply(failure);
        recorder.failed(kind);
        if (kind == FailureKind.EXHAUSTED) {
            exhausted.set(true);
        } else {
            brokenNanos = OptionalLong.of(failedNanos);
            broken.set(true);
        }
    }

    @Override
    public void returned(long key, Object identity, long nanos) {
        HeldConnection connection = connections.find(key, identity);
        if (connection != null) {
            end(connection, nanos);
        }
    }

    @Override
    public void opened() {
        recorder.opened();
    }

    @Override
    public void closed(long key, Object identity, long nanos) {
        recorder.closed();
        HeldConnection connection = connections.find(key, identity);
        if (connection != null) {
            end(connection, nanos);
            connections.remove(connection);
        }
    }

    private void end(HeldConnection connection, long nanos) {
        long since = connection.sinceNanos();
        boolean own = connection.own();
        if (!connection.give(nanos)) {
            return;
        }
        recorder.gave(nanos);
        if (!own) {
            recorder.returned(since, nanos);
        }
    }

    /**
     * Has this run once, as soon as so many are in use or anybody queues: in the thread that borrows, or in this one if it is so already.
     *
     * @param inUse 1 or more
     * @param told returns at once and throws nothing
     */
    void alarm(int inUse, Runnable told) {
        alarm = told;
        alarmAt = inUse;
        if (recorder.inUse() >= inUse || recorder.waiting() > 0) {
            ring();
        }
    }

    /** Nobody is to be told any longer. */
    void disarm() {
        alarmAt = NEVER;
    }

    private void ring() {
        // Two at once may both ring, which does no harm.
        alarmAt = NEVER;
        alarm.run();
    }

    /** Ends the holds of connections that are gone without a word, and forgets those that nobody had since then. */
    void sweep(long nanos, long unusedSinceNanos) {
        connections.sweep(unusedSinceNanos, lost -> {
            untold.increment();
            end(lost, nanos);
        });
    }

    /** The tap came off: nobody will tell the end of what is held now. */
    void forget(long nanos) {
        recorder.nobodyWaits();
        connections.clear(held -> end(held, nanos));
    }

    /** The server has lost the connections of these keys, and no others. */
    void lost(Set<Long> keys) {
        connections.lost(keys);
    }

    List<Holder> holders() {
        return connections.holders();
    }

    /** Whether a request ended for want of a connection since this was last asked. */
    boolean exhaustedSince() {
        return exhausted.getAndSet(false);
    }

    /** Whether a request failed for any other reason since this was last asked. */
    boolean brokenSince() {
        return broken.getAndSet(false);
    }

    /** When a request failed last for any other reason; absent if none ever did. */
    OptionalLong brokenNanos() {
        return brokenNanos;
    }

    /** Connections that a thread of ours got past {@link OwnBorrows}, through persistence or for a schema, 0 or more. */
    long stored() {
        return stored.sum();
    }

    /** Holds whose end nobody told, 0 or more; each is a fault of the tap. */
    long untoldReturns() {
        return untold.sum();
    }
}
