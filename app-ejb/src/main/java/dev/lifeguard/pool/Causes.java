package dev.lifeguard.pool;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The chain of a failure's causes. A chain that leads back into itself, which drivers and servers have made, ends where it would. */
public final class Causes {

    private Causes() {}

    /** The failure itself and its causes, outermost first; each once. */
    public static List<Throwable> of(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = Objects.requireNonNull(failure, "failure"); cause != null && seen.add(cause); cause = cause.getCause()) {
            chain.add(cause);
        }
        return List.copyOf(chain);
    }

    /** The last of them: the failure itself if it has no cause. */
    static Throwable innermost(Throwable failure) {
        List<Throwable> chain = of(failure);
        return chain.get(chain.size() - 1);
    }

    /** What the innermost says: the outer ones are wrapping. Without the address that a driver was given, as a password may stand in it. */
    public static String reason(Throwable failure) {
        Throwable innermost = innermost(failure);
        String message = innermost.getMessage() == null ? innermost.getClass().getSimpleName() : innermost.getMessage();
        return message.replaceAll("jdbc:\\S+", "jdbc:...");
    }
}
