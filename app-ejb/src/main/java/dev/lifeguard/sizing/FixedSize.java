package dev.lifeguard.sizing;

/**
 * Always the same size, whatever is asked for.
 *
 * @param size 1 or more
 */
public record FixedSize(int size) implements SizingLaw {

    public FixedSize {
        if (size < 1) {
            throw new IllegalArgumentException("The size is 1 or more, not " + size);
        }
    }

    @Override
    public int size(Demand demand, Objective objective) {
        return size;
    }
}
