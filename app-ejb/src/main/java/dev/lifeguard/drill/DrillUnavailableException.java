package dev.lifeguard.drill;

import jakarta.ejb.ApplicationException;

/** There can be no drill now; the message says what to do or to wait for. Nothing was changed. */
@ApplicationException(rollback = true)
public class DrillUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DrillUnavailableException(String message) {
        super(message);
    }

    DrillUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
