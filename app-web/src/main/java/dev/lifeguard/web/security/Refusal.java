package dev.lifeguard.web.security;

import dev.lifeguard.web.problem.Problem;
import dev.lifeguard.web.problem.ProblemType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Why a request is not let in.
 *
 * @param retryAfter for how long it is no use to ask again, where that is known
 */
record Refusal(ProblemType type, String detail, Optional<Duration> retryAfter) {

    static Refusal of(ProblemType type, String detail) {
        return new Refusal(type, detail, Optional.empty());
    }

    static Refusal tooOften(String detail, Duration wait) {
        return new Refusal(ProblemType.RATE_LIMITED, detail, Optional.of(wait));
    }

    void answer(HttpServletResponse response) throws IOException {
        // Whole seconds, and not one too few.
        retryAfter.ifPresent(time -> response.setHeader("Retry-After", Long.toString(time.plusSeconds(1).minusNanos(1).toSeconds())));
        new Problem(type, detail).send(response);
    }
}
