package dev.lifeguard.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.observation.HistoryAwayException;
import dev.lifeguard.operations.RefusedException;
import dev.lifeguard.web.problem.Problem;
import dev.lifeguard.web.problem.ProblemException;
import dev.lifeguard.web.problem.ProblemType;
import jakarta.ejb.EJBAccessException;
import jakarta.ejb.EJBException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProblemMapperTest {

    @Test
    void everyRefusalHasATypeAndAStatus() {
        Map<String, Integer> told = new TreeMap<>();
        for (RefusedException.Kind kind : RefusedException.Kind.values()) {
            Problem problem = ProblemMapper.problem(new RefusedException(kind, "why")).orElseThrow();
            assertThat(problem.detail()).isEqualTo("why");
            told.put(problem.type().word(), problem.status());
        }
        assertThat(told).isEqualTo(new TreeMap<>(Map.ofEntries(
                Map.entry("busy", 409), Map.entry("no-journal", 503), Map.entry("not-built", 503), Map.entry("out-of-bounds", 422),
                Map.entry("stale", 412), Map.entry("switched-off", 403), Map.entry("unconfirmed", 409), Map.entry("unknown-pool", 404),
                Map.entry("unreadable", 503), Map.entry("unsupported", 501), Map.entry("wrong-state", 409))));
    }

    @Test
    void whatAContainerHasWrappedIsFound() {
        RefusedException refused = new RefusedException(RefusedException.Kind.BUSY, "recycle runs");
        EJBException wrapped = new EJBException("wrapped", new EJBException(refused));
        assertThat(ProblemMapper.problem(wrapped)).contains(new Problem(ProblemType.BUSY, "recycle runs"));
        assertThat(ProblemMapper.problem(new EJBAccessException("no role"))).map(Problem::type).contains(ProblemType.FORBIDDEN);
    }

    @Test
    void anAwayHistoryIsNoFailureOfOurs() {
        assertThat(ProblemMapper.problem(new HistoryAwayException("away", null))).contains(new Problem(ProblemType.NO_HISTORY, "away"));
    }

    @Test
    void whatIsAFailureOfOursHasNoProblemYet() {
        assertThat(ProblemMapper.problem(new IllegalStateException("with a secret"))).isEmpty();
        assertThat(ProblemMapper.problem(new StackOverflowError())).isEmpty();
    }

    @Test
    void theDocumentIsThatOfTheStandard() {
        assertThat(new ProblemException(ProblemType.TOO_LARGE, "A \"body\"").problem().json())
                .hasToString("{\"type\":\"urn:lifeguard:problem:too-large\",\"title\":\"The body is too large\",\"status\":413,"
                        + "\"detail\":\"A \\\"body\\\"\"}");
        assertThat(new Problem(ProblemType.INTERNAL, 500, "see the log", Optional.of("b8c1")).json().getString("instance"))
                .isEqualTo("urn:uuid:b8c1");
    }
}
