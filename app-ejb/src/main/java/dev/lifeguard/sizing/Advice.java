package dev.lifeguard.sizing;

import java.util.Set;

/**
 * Which size a pool should have now. A value: whoever has it decides whether to do it.
 *
 * @param action what is to be done
 * @param max the size that the pool should have; the one that it has where it is to be held
 * @param rails the guard rails that bite, each of which keeps {@code max} from being what the law asks for
 * @param feasibility whether the demand can be met within the bounds
 * @param sentence what, why and on which evidence, for people
 */
public record Advice(Action action, int max, Set<Rail> rails, Feasibility feasibility, String sentence) {

    /** What to do. */
    public enum Action {
        HOLD, GROW, SHRINK
    }

    /** What keeps the law from having its way. */
    public enum Rail {
        /** The least max that is allowed. */
        FLOOR,
        /** The most. */
        CEILING,
        /** The database only gets slower: more connections brought no more throughput. */
        SLOW_DATABASE,
        /** It was larger a moment ago; demand has to stay lower for a while. */
        SHRINK_LATER,
        /** The size is not to be touched now. */
        FROZEN
    }

    public Advice {
        rails = Set.copyOf(rails);
    }
}
