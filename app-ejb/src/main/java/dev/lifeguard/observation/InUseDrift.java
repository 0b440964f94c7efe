package dev.lifeguard.observation;

/**
 * How many connections in use the tap cannot know of, because they were borrowed before it was put on. What the server counts and what the tap
 * counts are read one after the other, so that they differ by what happens in between, and a server counts a connection that it validates
 * for somebody who does not have it yet. So of the first readings the least difference counts. After those it only falls, when it was too
 * large in every one of some readings in a row, as those connections come back. Below zero it makes up for returns that the tap missed, and
 * rises again when they are told after all.
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
        int missing = difference + unseen;
        least = readings == 0 ? missing : Math.min(least, missing);
        most = readings == 0 ? missing : Math.max(most, missing);
        readings++;
        boolean last = readings == READINGS;
        if (!settled) {
            unseen = Math.max(0, least);
            settled = last;
        } else if (last) {
            unseen = Math.min(unseen, most);
            unseen = Math.max(unseen, Math.min(0, least));
        }
        if (last) {
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
