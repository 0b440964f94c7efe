package dev.lifeguard.web.live;

/** Somebody who reads along. */
interface LiveReader {

    /**
     * Takes over one event and returns at once. Who has not taken in one while the next two are due is dropped.
     *
     * @return whether it reads on
     */
    boolean offer(byte[] event);

    /** Ends the stream; does nothing to one that has ended. */
    void end();
}
