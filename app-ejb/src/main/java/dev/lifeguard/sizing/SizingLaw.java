package dev.lifeguard.sizing;

/** How large a pool has to be for a steady demand. */
public interface SizingLaw {

    /** The max that this demand needs, 1 or more, whatever the bounds are. */
    int size(Demand demand, Objective objective);
}
