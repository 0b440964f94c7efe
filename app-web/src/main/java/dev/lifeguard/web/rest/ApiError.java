package dev.lifeguard.web.rest;

import dev.lifeguard.web.problem.ProblemException;
import dev.lifeguard.web.problem.ProblemType;

/** What is often said to a request that cannot be answered: a sentence that names what was asked for. */
final class ApiError {

    private ApiError() {}

    static ProblemException noPool(String id) {
        return new ProblemException(ProblemType.UNKNOWN_POOL, "The server has no pool with the id '" + id + "'");
    }

    static ProblemException noSnapshot(String id) {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no snapshot with the id '" + id + "' any longer");
    }

    static ProblemException badParameter(String name, String value, String range) {
        return invalid(name + " is '" + value + "'; it must be " + range);
    }

    static ProblemException invalid(String sentence) {
        return new ProblemException(ProblemType.INVALID, sentence);
    }
}
