package dev.lifeguard.background;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Has things done again and again, each on a thread of its own, until they are stopped together. */
public final class Rounds {

    private static final Logger LOG = System.getLogger(Rounds.class.getName());

    private final List<OwnThread> threads = new CopyOnWriteArrayList<>();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    /** @param interval from the end of one round to the beginning of the next */
    public void repeat(String name, Duration interval, OwnThread.Task round) {
        threads.add(OwnThread.start(name, () -> {
            while (!stopped) {
                guarded(name, round);
                TimeUnit.NANOSECONDS.sleep(interval.toNanos());
            }
        }));
    }

    /** What one round meets must not end those to come; it is told when it begins. */
    void guarded(String name, OwnThread.Task round) throws InterruptedException {
        try {
            round.run();
            failing.remove(name);
        } catch (RuntimeException | Error e) {
            if (failing.add(name)) {
                LOG.log(Level.ERROR, "A round of " + name + " failed", e);
            }
        }
    }

    /** @param patience for each of the threads, as {@link OwnThread#stop} has it */
    public void stop(Duration patience) {
        stopped = true;
        threads.forEach(thread -> thread.stop(patience));
    }
}
