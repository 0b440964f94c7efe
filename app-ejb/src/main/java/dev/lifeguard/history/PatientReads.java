package dev.lifeguard.history;

import dev.lifeguard.background.OwnThread;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Reads on threads of its own, because a pool and a driver wait for a database longer than anybody who asks should. A read that was given
 * up ends when what it waits for does.
 */
final class PatientReads {

    private static final int MOST_AT_ONCE = 3;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);

    private final Duration patience;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private final Set<OwnThread> threads = ConcurrentHashMap.newKeySet();

    PatientReads(Duration patience) {
        this.patience = patience;
    }

    /** @throws HistoryUnavailableException if it has not come about within the patience, waiting for a thread included */
    <T> T read(Supplier<T> work) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            if (!places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new HistoryUnavailableException("The history's database has not answered others yet", null);
            }
            return start(work).get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new HistoryUnavailableException("The history's database has not answered within " + patience, e);
        } catch (ExecutionException e) {
            throw new HistoryUnavailableException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HistoryUnavailableException("Reading the history was interrupted", e);
        }
    }

    private <T> CompletableFuture<T> start(Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        threads.removeIf(thread -> !thread.isAlive());
        try {
            threads.add(OwnThread.start("lifeguard-history-read", () -> {
                try {
                    result.complete(work.get());
                } catch (RuntimeException | Error e) {
                    result.completeExceptionally(e);
                } finally {
                    places.release();
                }
            }));
        } catch (OutOfMemoryError e) {
            // As the virtual machine says that there is no thread to be had.
            places.release();
            throw e;
        }
        return result;
    }

    void stop() {
        threads.forEach(thread -> thread.stop(STOP_PATIENCE));
    }
}
