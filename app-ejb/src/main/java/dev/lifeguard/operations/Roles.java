package dev.lifeguard.operations;

/** The roles of the server's own realm that Lifeguard knows. */
public final class Roles {

    /** May read. */
    public static final String VIEWER = "lifeguard-viewer";
    /** May read, and act. */
    public static final String OPERATOR = "lifeguard-operator";

    private Roles() {}
}
