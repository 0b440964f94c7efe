package dev.lifeguard.observation;

import dev.lifeguard.background.OwnThread;
import dev.lifeguard.observation.HeldConnections.HeldConnection;
import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.server.BorrowListener;
import dev.lifeguard.statistics.BorrowRecorder;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/** What is seen of one pool's borrows: who has which connection, and the figures of it. Lifeguard's own count as in use, and for nothing else. */
final class BorrowWatch implements BorrowListener {

    private final BorrowRecorder recorder;
    private final Function<Throwable, FailureKind> classifier;
    private final HeldConnections connections = new HeldConnections();
    private final AtomicBoolean exhausted = new AtomicBoolean();
    private final LongAdder untold = new LongAdder();

    BorrowWatch(BorrowRecorder recorder, Function<Throwable, FailureKind> classifier) {
        this.recorder = recorder;
        this.classifier = classifier;
    }

    @Override
    public void requested(long nanos) {
        if (own() == null) {
            recorder.requested(nanos);
        }
    }

    @Override
    public void queued() {
        recorder.queued();
    }

    @Override
    public void dequeued() {
        recorder.dequeued();
    }

    @Override
    public boolean acquired(
            long key, Object identity, long requestedNanos, long acquiredNanos, long queuedNanos, long openingNanos, String application) {
        OwnBorrowing own = own();
        HeldConnection connection = connections.find(key, identity);
        boolean met = connection != null;
        if (!met) {
            connection = connections.add(key, identity);
        } else if (connection.held()) {
            // The pool gives it to somebody else, so it has had it back: only nobody told.
            untold.increment();
            end(connection, acquiredNanos);
        }
        recorder.took(acquiredNanos);
        connection.take(acquiredNanos, application, own != null);
        if (own == null) {
            recorder.acquired(requestedNanos, acquiredNanos, queuedNanos, openingNanos);
        } else {
            own.seen(acquiredNanos - requestedNanos);
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
        if (own() != null) {
            return;
        }
        FailureKind kind = classifier.apply(failure);
        recorder.failed(kind);
        if (kind == FailureKind.EXHAUSTED) {
            exhausted.set(true);
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

    /** Ends the holds of connections that are gone without a word, and forgets those that nobody had since then. */
    void sweep(long nanos, long unusedSinceNanos) {
        connections.sweep(unusedSinceNanos, lost -> {
            untold.increment();
            end(lost, nanos);
        });
    }

    /** The tap came off: nobody will tell the end of what is held now. */
    void forget(long nanos) {
        connections.clear(held -> end(held, nanos));
    }

    List<Holder> holders() {
        return connections.holders();
    }

    /** Whether a request ended for want of a connection since this was last asked. */
    boolean exhaustedSince() {
        return exhausted.getAndSet(false);
    }

    /** Holds whose end nobody told, 0 or more; each is a fault of the tap. */
    long untoldReturns() {
        return untold.sum();
    }

    /** The borrow of Lifeguard's own that is under way in this thread, or null. */
    private static OwnBorrowing own() {
        return OwnThread.purpose() instanceof OwnBorrowing own ? own : null;
    }
}
