package dev.lifeguard.server;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Sees every borrow and return of every application at the server's pools, without a change to any of them, through the server's own inner
 * seams. Those are checked by name and signature before anything is touched. Changes no pool's behaviour.
 *
 * <p>{@link #attach} and {@link #detach} are called by one thread at a time.
 */
public interface BorrowTap {

    /** Why borrows cannot be seen on this server, a sentence for people; empty if they can. Touches nothing. */
    Optional<String> unavailable();

    /**
     * Brings the tap in line with these pools: put on each one that the server has built and that has none, taken off every other one.
     * Called again and again, as a server builds a pool at its first borrow and may build it anew; costs next to nothing where
     * nothing changed. A pool that the tap cannot be put on is left out, and told once in the log; so is one from when its listener threw,
     * until the server builds it anew. A failure of the virtual machine's, such as the end of the thread's stack, does not count for that.
     *
     * <p>A pool that is not equal to the one of the same key that was given before, having another name perhaps, is another pool: the tap is
     * taken off the one and put on the other. What was borrowed before comes back to a pool that knows nothing of it.
     *
     * <p>When the server builds a pool anew, what is still borrowed from its former self, or waits there, is told to the former listener to
     * the end.
     *
     * @param pools those whose borrows are to be seen
     * @param listeners asked once for each pool that the tap is put on, again after the server has built it anew
     * @return those whose every borrow is told from now on; empty if the tap is {@link #unavailable()}
     */
    Set<PoolId> attach(Collection<Pool> pools, Function<Pool, BorrowListener> listeners);

    /**
     * Takes the tap off every pool. When it returns no listener is told anything new, though a call may still be under way; nothing of ours
     * is left in the server, so that its classes go with the application. May be followed by another {@link #attach}.
     */
    void detach();
}
