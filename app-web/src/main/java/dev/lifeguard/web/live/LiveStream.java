package dev.lifeguard.web.live;

import dev.lifeguard.background.OwnThread;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One reader over HTTP. Written to without blocking: between two writes no thread is held, and one that does not read holds up nobody.
 * JAX-RS has no such thing, its event sinks may block the thread that sends.
 */
final class LiveStream implements LiveReader, WriteListener, AsyncListener {

    private static final Logger LOG = System.getLogger(LiveStream.class.getName());
    /** While one is on its way. */
    private static final int MOST_WAITING = 2;

    private final ServletOutputStream out;
    private final Runnable onEnd;
    private final Queue<byte[]> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingCount = new AtomicInteger();
    /** How many have asked for a turn at the stream; the first takes the turns of all, so that one thread at a time writes. */
    private final AtomicInteger turns = new AtomicInteger();
    private final AtomicBoolean ended = new AtomicBoolean();
    /** Of whoever has the turn. */
    private boolean unflushed;

    /** @param onEnd called once, when it ends in whatever way */
    LiveStream(ServletOutputStream out, Runnable onEnd) {
        this.out = out;
        this.onEnd = onEnd;
    }

    @Override
    public boolean offer(byte[] event) {
        if (ended.get()) {
            return false;
        }
        if (waitingCount.get() == MOST_WAITING) {
            LOG.log(Level.DEBUG, "A reader is too slow and is dropped");
            drop();
            return false;
        }
        waitingCount.incrementAndGet();
        waiting.add(event);
        write();
        return !ended.get();
    }

    @Override
    public void onWritePossible() {
        write();
    }

    private void write() {
        if (turns.getAndIncrement() > 0) {
            return;
        }
        int taken = 1;
        do {
            try {
                writeAll();
            } catch (IOException | IllegalStateException e) {
                // The usual way that a reader leaves.
                LOG.log(Level.DEBUG, "A reader is gone", e);
                end();
            }
            taken = turns.addAndGet(-taken);
        } while (taken > 0);
    }

    private void writeAll() throws IOException {
        while (!ended.get() && (unflushed || !waiting.isEmpty()) && out.isReady()) {
            byte[] event = waiting.poll();
            if (event == null) {
                out.flush();
                unflushed = false;
            } else {
                waitingCount.decrementAndGet();
                out.write(event);
                unflushed = true;
            }
        }
    }

    /** Elsewhere, because Open Liberty has whoever ends an answer wait until it is written, for a minute. */
    private void drop() {
        if (ended.compareAndSet(false, true)) {
            OwnThread.start("lifeguard-live-drop", onEnd::run);
        }
    }

    @Override
    public void end() {
        if (ended.compareAndSet(false, true)) {
            onEnd.run();
        }
    }

    @Override
    public void onError(Throwable failure) {
        LOG.log(Level.DEBUG, "A reader is gone", failure);
        end();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end();
    }

    @Override
    public void onError(AsyncEvent event) {
        end();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Nobody starts it again.
    }
}
