package dev.lifeguard.statistics;

/**
 * What has gone through a pool since it is watched, at one instant.
 *
 * @param requests that came, whether they had a connection, wait for one or failed
 * @param acquisitions connections that were had
 * @param inUseNanos ∫ in use dt: for how long connections were in use, all together
 */
public record Flow(long requests, long acquisitions, long inUseNanos) {

    /** What came after an earlier instant. */
    public Flow since(Flow earlier) {
        return new Flow(requests - earlier.requests, acquisitions - earlier.acquisitions, inUseNanos - earlier.inUseNanos);
    }
}
