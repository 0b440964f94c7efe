package dev.lifeguard.judgement;

/** Takes what happened to pools, to keep it longer than memory does. */
public interface EventLog {

    /**
     * Takes over one event. Returns at once and never fails: what cannot be kept is counted where it is lost. Called from any thread.
     */
    void append(PoolEvent event);

    /** Events that were lost since the start, 0 or more; always 0 where none is meant to be kept. */
    default long droppedEvents() {
        return 0;
    }
}
