package dev.lifeguard.server;

/** This is a server that we have an adapter for, but not a version that the adapter knows. The message names what did not fit. */
public final class UnsupportedServerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnsupportedServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
