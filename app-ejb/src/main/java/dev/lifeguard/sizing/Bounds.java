package dev.lifeguard.sizing;

/**
 * What max may be.
 *
 * @param floor the least, 1 or more
 * @param ceiling the most, the floor or more
 */
public record Bounds(int floor, int ceiling) {

    public Bounds {
        if (floor < 1 || ceiling < floor) {
            throw new IllegalArgumentException("The floor is " + floor + " and the ceiling " + ceiling
                    + "; the floor must be 1 or more, and the ceiling at least the floor");
        }
    }

    int within(int size) {
        return Math.max(floor, Math.min(ceiling, size));
    }
}
