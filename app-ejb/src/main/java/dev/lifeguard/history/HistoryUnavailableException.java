package dev.lifeguard.history;

import jakarta.ejb.ApplicationException;

/**
 * The history's database did not do what was asked; nothing was changed, and the same may be asked again later.
 *
 * <p>An application exception, because a container logs any other one with its stack each time it passes by: in an outage at each
 * attempt.
 */
@ApplicationException(rollback = true)
public class HistoryUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    HistoryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
