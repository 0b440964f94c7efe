package dev.lifeguard.observation;

/**
 * How many connections in use the tap cannot know of, because they were borrowed before it was put on. What the server counts and what the tap
 * counts are read one after the other, so that they differ by what happens in between: only a difference that stands in every one of some
 * readings in a row is taken for one.
 */
final class InUseDrift {

    private static final int READINGS = 10;

    private int unseen;
    private int readings;
    private int least;
    private int most;

    /**
     * Takes a reading.
     *
     * @param difference what the server counts, less what the tap counts with {@link #unseen} in it
     * @return the connections in use that the tap cannot know of, 0 or more
     */
    int unseen(int difference) {
        least = readings == 0 ? difference : Math.min(least, difference);
        most = readings == 0 ? difference : Math.max(most, difference);
        readings++;
        if (readings == READINGS) {
            unseen = Math.max(0, unseen + (least > 0 ? least : Math.min(0, most)));
            readings = 0;
        }
        return unseen;
    }
}
