package dev.lifeguard.launcher;

/** Something that the person at the keyboard can mend; the message says what is wrong and what to do. */
public final class LaunchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LaunchException(String message) {
        super(message);
    }

    public LaunchException(String message, Throwable cause) {
        super(message, cause);
    }
}
