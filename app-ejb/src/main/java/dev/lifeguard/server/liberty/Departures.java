package dev.lifeguard.server.liberty;

import dev.lifeguard.background.OwnThread;
import dev.lifeguard.server.ClosingPace;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Connections that a shrink has taken out of their pools, closed one after the other at the {@link ClosingPace}. */
final class Departures {

    /** What closes one of them. */
    @FunctionalInterface
    interface Closing {
        void close(Object freePool, Object wrapper) throws ReflectiveOperationException;
    }

    private record Departure(Object freePool, Object wrapper) {}

    private static final Logger LOG = System.getLogger(Departures.class.getName());

    private final Closing closing;
    private final Deque<Departure> leaving = new ArrayDeque<>();
    private final ClosingPace pace = new ClosingPace();
    /** That which is being closed; null while nothing is left. */
    private Departure current;
    private boolean closes;

    Departures(Closing closing) {
        this.closing = closing;
    }

    /** The caller has it for himself, and the pool counts it no longer. */
    synchronized void add(Object freePool, Object wrapper) {
        leaving.add(new Departure(freePool, wrapper));
        pace.more(System.nanoTime());
        if (!closes) {
            OwnThread.start("lifeguard-closes", this::closeOneByOne);
            closes = true;
        }
    }

    synchronized boolean has(Object wrapper) {
        return current != null && current.wrapper == wrapper || leaving.stream().anyMatch(each -> each.wrapper == wrapper);
    }

    private void closeOneByOne() throws InterruptedException {
        for (Departure next = next(); next != null; next = next()) {
            close(next);
            TimeUnit.NANOSECONDS.sleep(between());
        }
    }

    private synchronized Departure next() {
        current = leaving.pollFirst();
        closes = current != null;
        return current;
    }

    private synchronized long between() {
        return leaving.isEmpty() ? 0 : Math.max(0, pace.between(System.nanoTime(), leaving.size()));
    }

    /** Closes at once what is left of them. */
    void closeAll() {
        List<Departure> left;
        synchronized (this) {
            left = new ArrayList<>(leaving);
            leaving.clear();
        }
        left.forEach(this::close);
    }

    private void close(Departure departure) {
        try {
            closing.close(departure.freePool, departure.wrapper);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.WARNING, "A connection above max could not be closed", e);
        }
    }
}
