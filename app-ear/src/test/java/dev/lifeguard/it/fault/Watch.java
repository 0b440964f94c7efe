package dev.lifeguard.it.fault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeguard.it.fault.Telling.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Asks for everything that is told from memory, several times a second, and keeps what was said and how long it took. */
final class Watch implements AutoCloseable {

    private static final long PAUSE_MILLIS = 200;
    private static final List<String> OTHERS = List.of("/health/live", "/health/ready", "/lifeguard/metrics", "/metrics");
    private static final String POOLS = "/lifeguard/api/pools";

    private final Telling telling;
    private final Queue<Read> reads = new ConcurrentLinkedQueue<>();
    private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final ReentrantLock looking = new ReentrantLock();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = new Thread(this::watch, "watch");

    /** One answer. */
    record Read(String path, int status, Duration took) {}

    /**
     * What was said of a pool.
     *
     * @param nanos when the answer was there, on the monotonic clock
     * @param ageMillis of the reading; absent is -1
     */
    record Seen(long nanos, String pool, String verdict, String reason, int max, int open, long ageMillis) {}

    Watch(Telling telling) {
        this.telling = telling;
        thread.start();
    }

    private void watch() {
        try {
            do {
                looking.lock();
                try {
                    look();
                } finally {
                    looking.unlock();
                }
            } while (!stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        try {
            for (String path : OTHERS) {
                Answer answer = telling.get(path);
                reads.add(new Read(path, answer.status(), answer.took()));
            }
            Answer pools = telling.get(POOLS);
            reads.add(new Read(POOLS, pools.status(), pools.took()));
            for (JsonNode pool : pools.json().path("pools")) {
                seen.add(new Seen(System.nanoTime(), pool.path("name").asText(), pool.path("verdict").asText(), pool.path("reason").asText(),
                        pool.path("settings").path("max").asInt(-1), pool.path("open").asInt(-1), pool.path("ageMillis").asLong(-1)));
            }
        } catch (IOException e) {
            failures.add(e.toString());
        }
    }

    /** Returns once nothing is asked; the same thread has to {@link #resume}. */
    void pause() {
        looking.lock();
    }

    void resume() {
        looking.unlock();
    }

    List<Read> reads() {
        return List.copyOf(reads);
    }

    /** Of a pool, in the order in which it was said. */
    List<Seen> seen(String pool) {
        return seen.stream().filter(each -> each.pool().equals(pool)).toList();
    }

    /** Verdicts of a pool, one after the other, without what is the same as before. */
    List<String> verdicts(String pool) {
        List<String> verdicts = new ArrayList<>();
        for (Seen each : seen(pool)) {
            if (verdicts.isEmpty() || !verdicts.get(verdicts.size() - 1).equals(each.verdict())) {
                verdicts.add(each.verdict());
            }
        }
        return verdicts;
    }

    /** Reads that got no answer at all. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
