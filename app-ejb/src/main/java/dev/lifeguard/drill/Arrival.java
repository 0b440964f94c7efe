package dev.lifeguard.drill;

/**
 * One request of a drill, as it is meant to be.
 *
 * @param offsetNanos when it comes, from the drill's beginning, 0 or more
 * @param holdNanos for how long it has its connection, 0 or more
 */
record Arrival(long offsetNanos, long holdNanos) {}
