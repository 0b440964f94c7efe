package dev.lifeguard.server;

import dev.lifeguard.pool.Causes;
import dev.lifeguard.pool.FailureKind;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Tells failures of the database apart by the SQLSTATE that it, or its driver, gave. Exhaustion is the server's to recognise. A failure
 * whose own methods throw, as those of an application's or a driver's class may, is {@link FailureKind#OTHER}.
 */
public final class SqlFailures {

    private SqlFailures() {}

    /** The kind that the innermost telling cause speaks of; {@link FailureKind#OTHER} if none does. Never {@code EXHAUSTED}. */
    public static FailureKind kindOf(Throwable failure) {
        return kindOf(failure, cause -> false);
    }

    /** @param exhausted whether a cause is the server's word for an exhausted pool, which goes before all others */
    public static FailureKind kindOf(Throwable failure, Predicate<Throwable> exhausted) {
        try {
            List<Throwable> causes = Causes.of(failure);
            if (causes.stream().anyMatch(exhausted)) {
                return FailureKind.EXHAUSTED;
            }
            FailureKind kind = FailureKind.OTHER;
            // The outer exceptions are the server's wrapping: the further in, the closer to the database's own word.
            for (Throwable cause : causes) {
                kind = kindOfOne(cause).orElse(kind);
            }
            return kind;
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            return FailureKind.OTHER;
        }
    }

    private static Optional<FailureKind> kindOfOne(Throwable cause) {
        if (cause instanceof SQLException sql && sql.getSQLState() != null) {
            return kindOfState(sql.getSQLState());
        }
        if (cause instanceof SocketException || cause instanceof SocketTimeoutException) {
            return Optional.of(FailureKind.UNREACHABLE);
        }
        return Optional.empty();
    }

    private static Optional<FailureKind> kindOfState(String state) {
        // Class 57P: operator intervention; 57P03 and 57P02 come while the database starts or shuts down. 25006: read-only.
        return switch (state) {
            case "57P03", "57P02", "25006" -> Optional.of(FailureKind.RECOVERING);
            case "57P01" -> Optional.of(FailureKind.UNREACHABLE);
            default -> switch (state.length() < 2 ? "" : state.substring(0, 2)) {
                case "08" -> Optional.of(FailureKind.UNREACHABLE);
                case "28", "3D", "53" -> Optional.of(FailureKind.REFUSED);
                default -> Optional.empty();
            };
        };
    }
}
