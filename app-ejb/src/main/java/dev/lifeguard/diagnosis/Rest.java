package dev.lifeguard.diagnosis;

import java.util.Set;

/** Tells a thread that waits in its pool for the next piece of work from one that waits in the middle of one. */
final class Rest {

    /** Where the pools of the JDK wait, and with them those of both servers' managed executors, of Open Liberty and of Payara's ORB. */
    private static final Set<String> WAITING_PLACES = Set.of(
            "java.util.concurrent.ThreadPoolExecutor.getTask",
            "java.util.concurrent.ForkJoinPool.awaitWork",
            "java.util.TimerThread.mainLoop",
            // Payara's threads for requests.
            "org.glassfish.grizzly.threadpool.FixedThreadPool$BasicWorker.getTask",
            "org.glassfish.grizzly.threadpool.SyncThreadPool$SyncThreadWorker.getTask");

    /** What pools wait with. Anything else above a waiting place is work: a timer's thread does that from its main loop. */
    private static final Set<String> WAITERS = Set.of("java.", "jdk.", "com.ibm.ws.threading.", "org.glassfish.grizzly.");

    private Rest() {}

    /** Whether the thread waits for work. One of an unknown kind of pool never does. */
    static boolean isAtRest(Thread thread) {
        Thread.State state = thread.getState();
        return (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING) && isAtRest(thread.getStackTrace());
    }

    static boolean isAtRest(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (WAITING_PLACES.contains(frame.getClassName() + "." + frame.getMethodName())) {
                return true;
            }
            if (WAITERS.stream().noneMatch(frame.getClassName()::startsWith)) {
                return false;
            }
        }
        return false;
    }
}
