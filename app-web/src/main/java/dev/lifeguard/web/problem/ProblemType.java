package dev.lifeguard.web.problem;

import java.util.Locale;

/** What can keep a request from being answered. In an answer each is {@code urn:lifeguard:problem:} and its {@link #word}. */
public enum ProblemType {
    /** A parameter, a header or a field of the body is missing, unknown, of the wrong type or out of its range. */
    INVALID(400, "The request is not as it has to be"),
    UNAUTHENTICATED(401, "Log in first"),
    FORBIDDEN(403, "You may not do that"),
    /** The request comes from another site, or does not show that it comes from none. */
    CROSS_SITE(403, "The request is not known to come from here"),
    /** A password came over a connection that others can read. */
    INSECURE(403, "Not over a connection without encryption"),
    SWITCHED_OFF(403, "That is switched off"),
    NOT_FOUND(404, "There is nothing under this address"),
    UNKNOWN_POOL(404, "The server has no such pool"),
    METHOD_NOT_ALLOWED(405, "This address does not take that method"),
    NOT_ACCEPTABLE(406, "The answer is not to be had in that form"),
    BUSY(409, "Something else is under way"),
    UNCONFIRMED(409, "It would cut connections in use"),
    WRONG_STATE(409, "The pool is not in the state for that"),
    STALE(412, "The settings are not those any longer"),
    TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body is not of a form that is understood"),
    OUT_OF_BOUNDS(422, "Beyond what is allowed"),
    PRECONDITION_REQUIRED(428, "Say which version of the settings it is based on"),
    RATE_LIMITED(429, "Too many requests"),
    INTERNAL(500, "Lifeguard failed"),
    UNSUPPORTED(501, "This server cannot do that to this pool"),
    NO_JOURNAL(503, "Nothing is begun that could not be recorded"),
    NOT_BUILT(503, "The server has not built the pool"),
    UNREADABLE(503, "The server does not tell how the pool is"),
    NO_HISTORY(503, "The history cannot be read now"),
    TOO_MANY_READERS(503, "Too many are reading already");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** Of HTTP. */
    public int status() {
        return status;
    }

    /** A short sentence, the same for every problem of this type. */
    public String title() {
        return title;
    }

    /** As it stands at the end of the type's URN: lower case, with dashes. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
