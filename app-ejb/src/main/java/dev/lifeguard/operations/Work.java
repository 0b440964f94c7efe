package dev.lifeguard.operations;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** An order that was looked into and may be done. */
interface Work {

    /** Who waits for its end. */
    enum Pace {
        /** The caller, in whose thread it is done, and whoever else would read or change settings: takes as long as the server does. */
        AT_ONCE,
        /** The caller alone, while a thread of ours does it. */
        AWAITED,
        /** Nobody: it goes on by itself. */
        BEHIND
    }

    /**
     * What became of it.
     *
     * @param told the same in a sentence
     * @param after settings in force afterwards, in the words of the API; empty where none were read
     * @param standing what holds from now on; empty if that stays as it is
     */
    record Outcome(OperationRecord.State state, String told, Map<String, String> after, Optional<Standing> standing) {

        static Outcome of(OperationRecord.State state, String told) {
            return new Outcome(state, told, Map.of(), Optional.empty());
        }

        static Outcome done(String told) {
            return of(OperationRecord.State.DONE, told);
        }
    }

    Pace pace();

    Effect effect();

    /** What holds for the pool when it is done; of work that goes on by itself, from its beginning. */
    default Optional<Standing> promised() {
        return Optional.empty();
    }

    /** When it goes back by itself. */
    default Optional<Instant> revertAt() {
        return Optional.empty();
    }

    /**
     * Does it. What the server refuses leaves as its {@code PoolAccessException}.
     *
     * @param running as which it runs, and by which it may be cancelled
     * @param progress takes sentences
     * @throws InterruptedException if Lifeguard is ending
     */
    Outcome perform(ManagedPool.Running running, Consumer<String> progress) throws InterruptedException;
}
