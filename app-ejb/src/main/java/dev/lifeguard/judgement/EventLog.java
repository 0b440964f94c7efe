package dev.lifeguard.judgement;

/** Takes what happened to pools, to keep it longer than memory does. */
public interface EventLog {

    /**
     * Takes over one event. Returns at once and never fails: what cannot be kept is counted where it is lost. Called from the sampler's
     * thread.
     */
    void append(PoolEvent event);
}
