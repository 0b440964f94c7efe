package dev.lifeguard.benchmarks.contender;

import dev.lifeguard.benchmarks.load.Load;
import dev.lifeguard.benchmarks.load.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One who takes part and is up. */
public interface Entrant extends AutoCloseable {

    /** What it turned out to be, where that is not what it was asked to be: a note for the results; empty if there is nothing to say. */
    String note();

    /** Plays one after the other; only the last one counts. */
    Outcome play(List<Load> loads) throws IOException, InterruptedException;

    /** The max in force, while it plays; absent when it cannot be told at this moment. From another thread. */
    OptionalInt max() throws IOException, InterruptedException;

    /** For measuring what a borrow costs; absent for one whose borrows cost what another's do. */
    Optional<Borrowing> borrowing();

    @Override
    void close() throws IOException;
}
