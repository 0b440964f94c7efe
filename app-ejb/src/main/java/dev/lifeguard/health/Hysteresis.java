package dev.lifeguard.health;

import java.time.Duration;

/**
 * A condition that one sign starts and another one ends, each of which has to last, so that it does not come and go with every reading.
 * Prints as a sentence. Not safe for use by several threads.
 */
final class Hysteresis {

    private final Sign start;
    private final Sign end;
    private boolean holds;
    // Of the sign that would turn it: how often it was seen in a row, and since when.
    private int seen;
    private long seenSinceNanos;

    /**
     * What turns a condition.
     *
     * @param what has to be so, half a sentence
     * @param times in a row that it has to be seen, 1 or more
     * @param lasting from the first of these to the last, at least
     */
    record Sign(String what, int times, Duration lasting) {

        static Sign atOnce(String what) {
            return new Sign(what, 1, Duration.ZERO);
        }

        static Sign lasting(String what, Duration lasting) {
            return new Sign(what, 1, lasting);
        }

        @Override
        public String toString() {
            if (times == 1 && lasting.isZero()) {
                return "as soon as " + what;
            }
            String often = times == 1 ? "" : ", " + times + " times in a row";
            String both = times == 1 || lasting.isZero() ? "," : " and";
            return "once " + what + often + (lasting.isZero() ? "" : both + " for " + Judgement.seconds(lasting));
        }
    }

    Hysteresis(Sign start, Sign end) {
        this.start = start;
        this.end = end;
    }

    /** The same, but it holds from the beginning. */
    Hysteresis holding() {
        holds = true;
        return this;
    }

    boolean holds() {
        return holds;
    }

    /**
     * Takes a look.
     *
     * @param starts whether what starts it is so
     * @param ends whether what ends it is so; neither may be, but not both
     * @param another whether this is another sight than the one before, and not the same once more
     */
    void look(long nanos, boolean starts, boolean ends, boolean another) {
        if (!(holds ? ends : starts)) {
            seen = 0;
            return;
        }
        if (seen == 0) {
            seenSinceNanos = nanos;
            seen = 1;
        } else if (another) {
            seen++;
        }
        Sign sign = holds ? end : start;
        if (seen >= sign.times() && nanos - seenSinceNanos >= sign.lasting().toNanos()) {
            holds = !holds;
            seen = 0;
        }
    }

    void end() {
        holds = false;
        seen = 0;
    }

    @Override
    public String toString() {
        return "starts " + start + "; ends " + end;
    }
}
