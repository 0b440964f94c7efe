package dev.lifeguard.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeguard.background.Backoff;
import dev.lifeguard.background.Pause;
import dev.lifeguard.testing.RealDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchemaMigrationTest {

    private static final Pause NONE = duration -> {};

    private DataSource database;

    @BeforeEach
    void anEmptyDatabase() throws SQLException {
        database = RealDatabase.empty("schema_test");
    }

    @Test
    void aFreshDatabaseGetsTheSchemaAndASecondRunChangesNothing() throws Exception {
        SchemaMigration first = migration(database, NONE);
        assertThat(first.state()).isEqualTo(SchemaState.pending());
        assertThat(first.state().attempted()).isFalse();

        first.run();
        assertThat(first.state()).isEqualTo(SchemaState.ready());

        migration(database, NONE).run();
        assertThat(migrationsApplied()).isEqualTo(2);
        assertThat(RealDatabase.number(database, "select count(*) from trial.thing where size is null")).isZero();
    }

    @Test
    void twoServersMayStartAtOnce() throws Exception {
        int servers = 2;
        CyclicBarrier start = new CyclicBarrier(servers);
        ExecutorService threads = Executors.newFixedThreadPool(servers);
        try {
            List<Callable<SchemaState>> runs = new ArrayList<>();
            for (int server = 0; server < servers; server++) {
                runs.add(() -> {
                    SchemaMigration migration = migration(database, NONE);
                    start.await();
                    migration.run();
                    return migration.state();
                });
            }
            for (Future<SchemaState> run : threads.invokeAll(runs)) {
                assertThat(run.get()).isEqualTo(SchemaState.ready());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(migrationsApplied()).isEqualTo(2);
    }

    @Test
    void aDatabaseThatIsAwayIsTriedAgainUntilItIsBack() throws Exception {
        List<SchemaState> statesBetween = new ArrayList<>();
        SchemaMigration[] migration = new SchemaMigration[1];
        migration[0] = migration(awayFor(3, database), duration -> statesBetween.add(migration[0].state()));

        migration[0].run();

        assertThat(statesBetween).hasSize(3).allSatisfy(state -> {
            assertThat(state.phase()).isEqualTo(SchemaState.Phase.FAILED);
            assertThat(state.attempted()).isTrue();
            assertThat(state.failure()).hasValueSatisfying(why -> assertThat(why).contains("nobody listens").doesNotContain("\n"));
        });
        assertThat(migration[0].state()).isEqualTo(SchemaState.ready());
    }

    @Test
    void theWaitForTheDatabaseEndsAtAnInterrupt() {
        SchemaMigration migration = migration(awayFor(Integer.MAX_VALUE, database), duration -> {
            throw new InterruptedException();
        });

        assertThatThrownBy(migration::run).isInstanceOf(InterruptedException.class);
        assertThat(migration.state().phase()).isEqualTo(SchemaState.Phase.FAILED);
    }

    @Test
    void aScriptThatIsNotThereIsAFailureWithItsName() {
        Backoff stop = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), duration -> {
            throw new InterruptedException();
        });
        SchemaMigration migration = new SchemaMigration("trial", SchemaMigrationTest.class, List.of("V1__absent.sql"), database, stop);

        assertThatThrownBy(migration::run).isInstanceOf(InterruptedException.class);
        assertThat(migration.state().failure()).hasValueSatisfying(
                why -> assertThat(why).contains("dev/lifeguard/schema/migration/V1__absent.sql"));
    }

    @Test
    void aSchemaWithoutMigrationsIsAMistake() {
        assertThatThrownBy(() -> new SchemaMigration("trial", SchemaMigrationTest.class, List.of(), database, Backoff.forDatabase()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("trial");
    }

    private long migrationsApplied() throws SQLException {
        return RealDatabase.number(database, "select count(*) from trial.flyway_schema_history where success and version is not null");
    }

    private static SchemaMigration migration(DataSource database, Pause pause) {
        return new SchemaMigration(
                "trial",
                SchemaMigrationTest.class,
                List.of("V1__thing.sql", "V2__size.sql"),
                database,
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), pause));
    }

    private static DataSource awayFor(int attempts, DataSource database) {
        AtomicInteger left = new AtomicInteger(attempts);
        return RealDatabase.awayWhile(() -> left.getAndDecrement() > 0, database);
    }
}
