package dev.lifeguard.observation;

/**
 * How many connections in use the tap cannot know of, because they were borrowed before it was put on. What the server counts and what the tap
 * counts are read one after the other, so that they differ by what happens in between, and a server counts a connection that it validates
 * for somebody who does not have it yet: only a difference that stands in every one of some readings in a row is taken for one. After the
 * first such row it can only fall, as those connections come back. Below zero it makes up for a return that the tap missed.
 */
final class InUseDrift {

    private static final int READINGS = 10;

    private int unseen;
    private boolean settled;
    private int readings;
    private int least;
    private int most;

    /**
     * Takes a reading.
     *
     * @param difference what the server counts, less what the tap counts with {@link #unseen} in it
     * @return the connections in use that the tap cannot know of, less those that it takes for in use and are not
     */
    int unseen(int difference) {
        least = readings == 0 ? difference : Math.min(least, difference);
        most = readings == 0 ? difference : Math.max(most, difference);
        readings++;
        if (readings == READINGS) {
            unseen += !settled && least > 0 ? least : Math.min(0, most);
            settled = true;
            readings = 0;
        }
        return unseen;
    }

    /** The tap was put on anew. */
    void reset() {
        unseen = 0;
        settled = false;
        readings = 0;
    }
}
