package dev.lifeguard.sizing;

import dev.lifeguard.statistics.ErlangC;

/**
 * Little's law for what is in use, and Erlang C's head room so that few wait: the larger of the smallest pool that keeps the acquisition
 * time, and of the one in whose band the load lies.
 */
public final class HeadRoomLaw implements SizingLaw {

    /** Where in the band it aims: from its lower end, a share of its width. Above the middle, so that rounding up stays within. */
    private static final double AIM = 0.75;

    @Override
    public int size(Demand demand, Objective objective) {
        double load = demand.load();
        int prompt = ErlangC.smallest(load, demand.hold(), objective.acquisition(), objective.share()).orElse(ErlangC.MOST_CONNECTIONS);
        double aim = objective.bandFrom() + AIM * (objective.bandTo() - objective.bandFrom());
        return Math.max(prompt, (int) Math.ceil(load / aim));
    }
}
