package dev.lifeguard.operations;

import java.util.Map;
import java.util.OptionalInt;

/**
 * What an order would do now: the answer to a dry run.
 *
 * @param sentence for people, with the numbers
 * @param before the settings in force, in the words of the API
 * @param after the settings that would be
 * @param cut connections in use that would be closed under their borrowers; absent where the operation cuts none
 */
public record Effect(String sentence, Map<String, String> before, Map<String, String> after, OptionalInt cut) {

    public Effect {
        before = Map.copyOf(before);
        after = Map.copyOf(after);
    }
}
