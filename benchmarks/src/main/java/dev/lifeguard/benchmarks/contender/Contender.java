package dev.lifeguard.benchmarks.contender;

import java.io.IOException;

/** Somebody who can take part. */
public interface Contender {

    /** As it is called on the command line and in the results. */
    String id();

    /** What it is, for people. */
    String description();

    /** Brings it up. */
    Entrant enter(Ground ground) throws IOException, InterruptedException;
}
