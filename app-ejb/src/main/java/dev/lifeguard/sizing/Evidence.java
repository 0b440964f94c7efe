package dev.lifeguard.sizing;

import dev.lifeguard.sizing.Look.Frozen;
import java.util.Optional;

/**
 * What an advice rests on.
 *
 * @param max in force
 * @param wanted the max that the law asks for, whatever the bounds and the rails are
 * @param inUse connections borrowed
 * @param waiting requests queued
 * @param trend how the use has moved lately; absent before it was looked at for long enough, and while it is not
 * @param demand what is asked of the pool, over the time that it has been steady; absent where nothing is, or where it is not looked at
 * @param frozen why the size is left alone; absent if it is not
 * @param bounds between which max is sought
 * @param objective what it is sought for
 */
public record Evidence(
        int max,
        int wanted,
        int inUse,
        int waiting,
        Optional<Trend> trend,
        Optional<Demand> demand,
        Optional<Frozen> frozen,
        Bounds bounds,
        Objective objective) {}
