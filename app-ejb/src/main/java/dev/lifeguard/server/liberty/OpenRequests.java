package dev.lifeguard.server.liberty;

import java.util.Arrays;

/**
 * The requests that are under way in each thread, and what was seen of them so far. One begins within another when the driver that opens a
 * connection of the one pool borrows from another pool for it.
 *
 * <p>A thread is left nothing but numbers, so that nothing of ours stays in the server's threads. A request whose end is not told, as the
 * tap was taken off in between, is forgotten when one below it ends, or when there are too many.
 */
final class OpenRequests {

    /** What is known of a request, by its place in it. Times are of {@link System#nanoTime()}: when it began. */
    static final int REQUESTED = 0;

    /** For how long it has queued. */
    static final int QUEUED = 1;

    /** For how long it has opened connections. */
    static final int OPENING = 2;

    /** Since when it has queued, or opened a connection, this time. */
    static final int SINCE = 3;

    /** 1 if it took a connection that was not in use, else 0. */
    static final int TAKEN = 4;

    private static final int POOL = 5;
    private static final int SIZE = 6;
    private static final int MOST = 4;

    /** The first array has the number of requests under way, each other one is a request, the innermost last. */
    private final ThreadLocal<long[][]> threads = new ThreadLocal<>();

    /** A request begins in this thread. */
    void begin(long pool, long nanos) {
        long[][] requests = threads.get();
        if (requests == null) {
            requests = new long[1 + MOST][SIZE];
            threads.set(requests);
        }
        int number = requests[0][0] == MOST ? 1 : (int) requests[0][0] + 1;
        requests[0][0] = number;
        long[] request = requests[number];
        Arrays.fill(request, 0);
        request[REQUESTED] = nanos;
        request[POOL] = pool;
    }

    /** The request that is under way in this thread, if it is one of this pool's; else null. */
    long[] current(long pool) {
        long[][] requests = threads.get();
        if (requests == null || requests[0][0] == 0) {
            return null;
        }
        long[] request = requests[(int) requests[0][0]];
        return request[POOL] == pool ? request : null;
    }

    /** A request of the pool's ends in this thread: what was known of it, to be read at once; null if its beginning was not told. */
    long[] end(long pool) {
        long[][] requests = threads.get();
        if (requests == null) {
            return null;
        }
        for (int number = (int) requests[0][0]; number > 0; number--) {
            if (requests[number][POOL] == pool) {
                requests[0][0] = number - 1;
                return requests[number];
            }
        }
        return null;
    }
}
