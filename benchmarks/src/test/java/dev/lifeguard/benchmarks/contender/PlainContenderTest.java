package dev.lifeguard.benchmarks.contender;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.lifeguard.benchmarks.load.BorrowCosts.Times;
import dev.lifeguard.benchmarks.load.Load;
import dev.lifeguard.benchmarks.load.LoadEngine;
import dev.lifeguard.benchmarks.load.Outcome;
import dev.lifeguard.benchmarks.load.Schedule;
import dev.lifeguard.benchmarks.load.Trace;
import dev.lifeguard.launcher.Database;
import dev.lifeguard.launcher.FreePorts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The load on real pools over the real PostgreSQL: whether it counts right, not how fast anybody is. */
class PlainContenderTest {

    private static final Path UNUSED = Path.of("unused");
    private static final Load SHORT = new Load(Trace.SPIKE, 2, 1, false);

    private static Database database;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException, InterruptedException {
        database = Database.start(Path.of("target/servers"), directory.resolve("postgres"), FreePorts.find(1).get(0));
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hikaricp-30", "agroal", "flexypool"})
    void servesEveryRequestAndMeasuresBorrows(String contender) throws IOException, InterruptedException {
        Ground ground = new Ground(database, UNUSED, UNUSED, UNUSED, UNUSED, UNUSED, UNUSED, UNUSED);
        try (Entrant entrant = Contenders.of(contender).enter(ground)) {
            Outcome outcome = entrant.play(List.of(new Load(Trace.SPIKE, 1, 2, true), SHORT));
            assertThat(outcome.failure()).isEmpty();
            assertThat(outcome.served()).isEqualTo(SHORT.schedule().size());
            assertThat(outcome.waits().getTotalCount()).isEqualTo(outcome.served());
            assertThat(Arrays.stream(outcome.windowArrivals()).sum()).isEqualTo(outcome.served());
            assertThat(Arrays.stream(outcome.windowReturns()).sum()).isEqualTo(outcome.served());
            assertThat(outcome.windowHoldNanos()[0] / outcome.served()).as("a hold").isGreaterThan(15_000_000);
            assertThat(outcome.inUse()).hasSize(200).contains((short) 1);

            Times times = entrant.borrowing().orElseThrow().barrier(200);
            assertThat(times.failures()).isZero();
            assertThat(times.times().getTotalCount()).isEqualTo(400);
        }
    }

    @Test
    void countsWhoeverGoesWithoutAConnectionWithItsWait() throws InterruptedException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.app().url());
        config.setUsername(database.app().user());
        config.setPassword(database.app().password());
        config.setMaximumPoolSize(1);
        Duration timeout = Duration.ofMillis(300);
        config.setConnectionTimeout(timeout.toMillis());
        Schedule schedule = Schedule.of(Trace.STEP, 3, 1);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            Outcome outcome = LoadEngine.play(pool, timeout, schedule);
            assertThat(outcome.exhausted()).isPositive();
            assertThat(outcome.shed()).as("had no thread").isPositive();
            assertThat(outcome.failed()).isZero();
            assertThat(outcome.failure().orElseThrow()).contains("request timed out");
            assertThat(outcome.served() + outcome.exhausted() + outcome.shed()).isEqualTo(schedule.size());
            assertThat(outcome.waits().getTotalCount()).isEqualTo(schedule.size());
            assertThat(outcome.waits().getMaxValue()).isGreaterThan(timeout.toNanos());
        }
    }

    @Test
    void anOutcomeIsTheSameOnTheOtherSide() throws IOException, InterruptedException {
        Ground ground = new Ground(database, UNUSED, UNUSED, UNUSED, UNUSED, UNUSED, UNUSED, UNUSED);
        try (Entrant entrant = Contenders.of("hikaricp-10").enter(ground)) {
            Outcome outcome = entrant.play(List.of(SHORT));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            outcome.writeTo(new DataOutputStream(bytes));
            Outcome other = Outcome.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
            assertThat(other).usingRecursiveComparison().ignoringFields("waits", "settledWaits", "lateness").isEqualTo(outcome);
            assertThat(other.waits()).isEqualTo(outcome.waits());
            assertThat(other.settledWaits()).isEqualTo(outcome.settledWaits());
            assertThat(other.lateness()).isEqualTo(outcome.lateness());
        }
    }
}
