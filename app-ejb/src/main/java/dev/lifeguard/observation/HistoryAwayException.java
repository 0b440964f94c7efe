package dev.lifeguard.observation;

/** The history could not be read, or not soon enough; the same may be asked again later. */
public final class HistoryAwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public HistoryAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
