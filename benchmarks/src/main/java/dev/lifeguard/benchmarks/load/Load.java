package dev.lifeguard.benchmarks.load;

/**
 * What is to be played, in a form that can be told to a server.
 *
 * @param seconds above zero
 * @param seed the same gives the same requests
 * @param beginning only what the trace begins with, to warm up
 */
public record Load(Trace trace, double seconds, long seed, boolean beginning) {

    public Schedule schedule() {
        return beginning ? Schedule.beginning(trace, seconds, seed) : Schedule.of(trace, seconds, seed);
    }
}
