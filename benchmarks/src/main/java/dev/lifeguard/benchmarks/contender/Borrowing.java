package dev.lifeguard.benchmarks.contender;

import dev.lifeguard.benchmarks.load.BorrowCosts.Times;
import java.io.IOException;
import java.time.Duration;

/** Measures what borrows cost. */
public interface Borrowing {

    /** A borrow and its return, by one thread, for so long, in the pool that the traces are played on. */
    Times cycle(Duration time) throws IOException, InterruptedException;

    /** The same in a pool of 16 connections that validates nothing. */
    Times bareCycle(Duration time) throws IOException, InterruptedException;

    /** The acquisition by 24 threads on those 16. */
    Times saturated(Duration time) throws IOException, InterruptedException;

    /** The acquisition in rounds of two threads that want the only connection of a pool at once. */
    Times barrier(int rounds) throws IOException, InterruptedException;
}
