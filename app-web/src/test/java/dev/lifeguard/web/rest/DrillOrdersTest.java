package dev.lifeguard.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeguard.drill.Arrivals;
import dev.lifeguard.drill.DrillMode;
import dev.lifeguard.drill.DrillPlan;
import dev.lifeguard.drill.Hold;
import dev.lifeguard.drill.Profile;
import dev.lifeguard.operations.Operation;
import dev.lifeguard.web.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrillOrdersTest {

    @Test
    void everyFieldArrives() {
        assertThat(plan("""
                {"arrivals": "bursty", "profile": "diurnal", "baseRate": 0.5, "peakRate": 80, "hold": "lognormal", "holdSeconds": 0.0205,
                 "mode": "jpa", "durationSeconds": 90, "seed": -7, "reason": "why", "dryRun": true}"""))
                .isEqualTo(new DrillPlan(Arrivals.BURSTY, Profile.DIURNAL, 0.5, 80, Hold.LOGNORMAL, Duration.ofNanos(20_500_000), DrillMode.JPA,
                        Duration.ofSeconds(90), -7));
    }

    @Test
    void withoutMoreItIsThatOfManyUsersAtASteadyRate() {
        DrillPlan plan = plan("{\"baseRate\": 100, \"holdSeconds\": 0.02, \"durationSeconds\": 60}");

        assertThat(plan).isEqualTo(new DrillPlan(Arrivals.POISSON, Profile.STEADY, 100, 100, Hold.EXPONENTIAL, Duration.ofMillis(20),
                DrillMode.SLEEP, Duration.ofSeconds(60), plan.seed()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{}|baseRate is missing",
        "{\"baseRate\": 1, \"durationSeconds\": 60}|holdSeconds is missing",
        "{\"baseRate\": 1, \"holdSeconds\": 0.02}|durationSeconds is missing",
        "{\"profile\": \"step\", \"baseRate\": 1, \"holdSeconds\": 0.02, \"durationSeconds\": 60}|peakRate is missing",
        "{\"profile\": \"up\"}|profile must be one of steady, step, ramp, diurnal, spike",
        "{\"baseRate\": 1e3}|baseRate must be a number without an exponent",
        "{\"baseRate\": \"1\"}|baseRate must be a number without an exponent",
        "{\"baseRate\": 3000, \"holdSeconds\": 0.02, \"durationSeconds\": 60}|baseRate is 3000; it must be from 0.1 to 2000"
    })
    void whatCannotBeIsRefusedByName(String body, String why) {
        assertThatThrownBy(() -> plan(body)).isInstanceOf(ProblemException.class).hasMessage(why);
    }

    private static DrillPlan plan(String body) {
        try {
            return DrillOrders.plan(
                    Fields.read(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), Orders.fields(Operation.DRILL)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
