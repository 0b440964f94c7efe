package dev.lifeguard.observation;

import java.util.Objects;

/**
 * As the purpose of a thread of ours: what it borrows is no borrow of Lifeguard's own but load, as an application's is, and counts as that
 * everywhere: in the figures, among the holders, for the verdict and for the size.
 *
 * @param application under whose name
 */
public record ApplicationLoad(String application) {

    public static final ApplicationLoad DRILL = new ApplicationLoad("lifeguard-drill");

    public ApplicationLoad {
        Objects.requireNonNull(application, "application");
    }
}
