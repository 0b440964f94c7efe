package dev.lifeguard.sizing;

/**
 * What has gone through a pool since it is watched; nothing in it ever falls.
 *
 * @param requests that came, whether they had a connection, wait for one or failed
 * @param returns connections that came back
 * @param holdNanos for how long those were held, all together
 */
public record Flow(long requests, long returns, long holdNanos) {

    Flow since(Flow earlier) {
        return new Flow(requests - earlier.requests, returns - earlier.returns, holdNanos - earlier.holdNanos);
    }
}
