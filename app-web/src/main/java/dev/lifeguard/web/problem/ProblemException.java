package dev.lifeguard.web.problem;

/** A request cannot be answered, and whoever sent it is told why. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(ProblemType type, String detail) {
        super(detail);
        this.problem = new Problem(type, detail);
    }

    public Problem problem() {
        return problem;
    }
}
