package dev.lifeguard.sizing;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which size a pool should have now. A value: whoever has it decides whether to do it.
 *
 * @param action what is to be done
 * @param max the size that the pool should have; the one that it has where it is to be held
 * @param rails the guard rails that bite, each of which keeps {@code max} from being what the law asks for
 * @param evidence on which it rests
 */
public record Advice(Action action, int max, Set<Rail> rails, Evidence evidence) {

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

    /** Whether the demand can be met within the bounds. Computed anew each time. */
    public Feasibility feasibility() {
        return evidence.demand()
                .map(demand -> Feasibility.of(demand, evidence.bounds(), evidence.objective()))
                .orElse(Feasibility.IDLE);
    }

    /** What, why and on which evidence, for people. Written anew each time. */
    public String sentence() {
        if (evidence.frozen().isPresent()) {
            String right = evidence.demand().isPresent() && evidence.wanted() != max ? "; " + evidence.wanted() + " would be right" : "";
            return "Held at " + max + ": " + evidence.frozen().get().because() + right;
        }
        String what = switch (action) {
            case GROW -> "Grow from %d to %d";
            case SHRINK -> "Shrink from %d to %d";
            case HOLD -> "Hold at %d";
        };
        StringBuilder sentence = new StringBuilder(text(what + ": ", evidence.max(), max))
                .append(text("%d in use, %d waiting", evidence.inUse(), evidence.waiting()));
        evidence.demand().ifPresent(demand -> sentence.append(
                text(", %.0f requests a second that hold %.1f ms", demand.arrivalRate(), demand.hold().toNanos() / 1e6)));
        if (evidence.wanted() != max && !rails.isEmpty()) {
            sentence.append(text("; %d would be right, but for ", evidence.wanted())).append(rails.stream()
                    .sorted()
                    .map(rail -> rail.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                    .collect(Collectors.joining(", ")));
        }
        return sentence.toString();
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
