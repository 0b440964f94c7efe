package dev.lifeguard.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Remembers all that it is told of a pool, and what breaks the rules of {@link BorrowListener}. It locks; none in production may. */
final class RecordingListener implements BorrowListener {

    /** What is told of all threads since the listener was made. */
    record Counts(long requested, long acquired, long reacquired, long failed, long opened, long closed, int held, int queued) {

        /** Every request has ended, every connection is back, nobody queues. */
        boolean settled() {
            return requested == acquired + reacquired + failed && held == 0 && queued == 0;
        }
    }

    /** A borrow that is over. */
    record Hold(Thread thread, String application, OptionalInt session, long requested, long acquired, long queued, long opening,
            long returned) {

        long waitNanos() {
            return acquired - requested;
        }

        long holdNanos() {
            return returned - acquired;
        }
    }

    /** A request that got no connection. */
    record Failure(Thread thread, long requested, long failed, Throwable thrown) {}

    /** A connection is the same if its key and, by reference, its identity are. */
    private record Name(long key, Object identity) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Name name && name.key == key && name.identity == identity;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(key);
        }
    }

    private final List<String> breaches = new ArrayList<>();
    private final List<Hold> holds = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();
    private final Set<Thread> underWay = new HashSet<>();
    private final Set<Thread> queuing = new HashSet<>();
    private final Map<Name, Hold> held = new HashMap<>();
    private final Map<Name, OptionalInt> sessions = new HashMap<>();
    private long requested;
    private long acquired;
    private long reacquired;
    private long opened;
    private long closed;

    synchronized Counts counts() {
        return new Counts(requested, acquired, reacquired, failures.size(), opened, closed, held.size(), queuing.size());
    }

    /** In the order of their ends. */
    synchronized List<Hold> holdsOf(Thread thread) {
        return holds.stream().filter(hold -> hold.thread() == thread).toList();
    }

    synchronized List<Failure> failuresOf(Thread thread) {
        return failures.stream().filter(failure -> failure.thread() == thread).toList();
    }

    synchronized boolean queues(Thread thread) {
        return queuing.contains(thread);
    }

    /** What the database calls the open connections that were borrowed at least once. */
    synchronized List<Integer> sessions() {
        return sessions.values().stream().flatMapToInt(OptionalInt::stream).sorted().boxed().toList();
    }

    synchronized List<String> breaches() {
        return List.copyOf(breaches);
    }

    @Override
    public synchronized void requested(long requestedNanos) {
        requested++;
        check(underWay.add(Thread.currentThread()), "requested within a request");
    }

    @Override
    public synchronized void queued() {
        check(underWay.contains(Thread.currentThread()), "queued without a request");
        check(queuing.add(Thread.currentThread()), "queued twice");
    }

    @Override
    public synchronized void dequeued() {
        check(underWay.contains(Thread.currentThread()), "dequeued without a request");
        check(queuing.remove(Thread.currentThread()), "dequeued, but not queued");
    }

    @Override
    public synchronized boolean acquired(long key, Object identity, long requestedNanos, long acquiredNanos, long queuedNanos,
            long openingNanos, String application) {
        acquired++;
        ended("acquired");
        Name name = new Name(key, identity);
        boolean isNew = !sessions.containsKey(name);
        sessions.putIfAbsent(name, OptionalInt.empty());
        check(acquiredNanos >= requestedNanos, "acquired before it was requested");
        check(queuedNanos + openingNanos <= acquiredNanos - requestedNanos, "longer in the queue and opening than in all");
        Hold before = held.put(name, new Hold(Thread.currentThread(), application, sessions.get(name), requestedNanos, acquiredNanos,
                queuedNanos, openingNanos, 0));
        check(before == null, "acquired, though held by " + before);
        return isNew;
    }

    @Override
    public synchronized void reacquired() {
        reacquired++;
        ended("reacquired");
    }

    @Override
    public synchronized void identified(long key, Object identity, OptionalInt session) {
        Name name = new Name(key, identity);
        sessions.put(name, session);
        Hold hold = held.get(name);
        check(hold != null, "identified, but not held");
        if (hold != null) {
            held.put(name, new Hold(hold.thread(), hold.application(), session, hold.requested(), hold.acquired(), hold.queued(),
                    hold.opening(), 0));
        }
    }

    @Override
    public synchronized void failed(long requestedNanos, long failedNanos, Throwable failure) {
        ended("failed");
        failures.add(new Failure(Thread.currentThread(), requestedNanos, failedNanos, failure));
    }

    @Override
    public synchronized void returned(long key, Object identity, long nanos) {
        over(new Name(key, identity), nanos);
    }

    @Override
    public synchronized void opened() {
        opened++;
    }

    @Override
    public synchronized void closed(long key, Object identity, long nanos) {
        closed++;
        Name name = new Name(key, identity);
        over(name, nanos);
        sessions.remove(name);
    }

    private void ended(String how) {
        check(underWay.remove(Thread.currentThread()), how + " without a request");
        check(!queuing.remove(Thread.currentThread()), how + " while queued");
    }

    private void over(Name name, long nanos) {
        Hold hold = held.remove(name);
        if (hold != null) {
            check(nanos >= hold.acquired(), "returned before it was acquired");
            holds.add(new Hold(hold.thread(), hold.application(), hold.session(), hold.requested(), hold.acquired(), hold.queued(),
                    hold.opening(), nanos));
        }
    }

    private void check(boolean kept, String breach) {
        if (!kept) {
            breaches.add(Thread.currentThread().getName() + ": " + breach);
        }
    }
}
