package dev.lifeguard.background;

import java.time.Duration;

/** Lets time pass. Tests put their own in its place and need not wait. */
@FunctionalInterface
public interface Pause {

    /** Waits on the calling thread. */
    Pause REAL = duration -> Thread.sleep(duration.toMillis());

    /**
     * Returns after {@code duration}.
     *
     * @throws InterruptedException as soon as the thread is asked to end
     */
    void pause(Duration duration) throws InterruptedException;
}
