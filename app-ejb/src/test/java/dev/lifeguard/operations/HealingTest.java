package dev.lifeguard.operations;

import static dev.lifeguard.operations.Scene.APP;
import static dev.lifeguard.operations.Scene.settings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.operations.OperationRecord.State;
import dev.lifeguard.pool.SettingsChange;
import dev.lifeguard.pool.SettingsInForce;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Lifeguard, or the whole server, ends between two steps of an operation: what it has written by then, and what the server has done by
 * then, are made as they would be.
 */
class HealingTest {

    private static final Duration HALF_HOUR = Duration.ofMinutes(30);

    @TempDir
    private Path directory;

    private Scene scene;

    @BeforeEach
    void open() throws Exception {
        scene = new Scene(directory.resolve("data"));
        scene.build();
        scene.desk.attend();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    /** The journal has nothing of what came after so many lines, and the pool is as these say. */
    private void killedAfter(int lines, String run, SettingsInForce configured, int maxInForce) throws Exception {
        List<String> written = Files.readAllLines(scene.journal());
        Files.write(scene.journal(), written.subList(0, Math.min(lines, written.size())));
        scene.app.configure(configured);
        if (configured.max().orElseThrow() != maxInForce) {
            scene.pools.change(APP, SettingsChange.ofMax(maxInForce));
        }
        scene.killed(run);
        scene.desk.attend();
    }

    @ParameterizedTest
    @CsvSource({
        // What is written, and whether the change was in force by then.
        "0, false", "1, false", "1, true", "2, true"
    })
    void aChangeInMemoryIsUndoneIfOnlyLifeguardEnded(int lines, boolean changed) throws Exception {
        scene.execute(settings(SettingsChange.ofMax(20), HALF_HOUR, false));

        killedAfter(lines, "run 1", Scene.CONFIGURED, changed ? 20 : 30);

        assertThat(scene.inForce().max()).hasValue(30);
        assertNothingPending();
        assertThat(scene.audit()).hasSize(lines);
        assertThat(scene.audit()).noneMatch(record -> record.state() == State.RUNNING);
        if (lines == 1) {
            assertThat(scene.last().state()).isEqualTo(State.FAILED);
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2"})
    void aChangeInMemoryIsForgottenIfTheServerEnded(int lines) throws Exception {
        scene.execute(settings(SettingsChange.ofMax(20), HALF_HOUR, false));

        killedAfter(lines, "run 2", Scene.CONFIGURED, 30);

        assertThat(scene.inForce().max()).hasValue(30);
        assertNothingPending();
        assertThat(scene.audit()).noneMatch(record -> record.state() == State.RUNNING);
        if (lines == 2) {
            assertThat(scene.last().actor()).isEqualTo(Actor.HEALING);
            assertThat(scene.last().outcome()).contains("restart of the server undid").contains("max is 30");
        }
    }

    private void assertNothingPending() throws InterruptedException {
        assertThat(scene.state().revertAt()).isEmpty();
        int before = scene.audit().size();
        scene.pass(HALF_HOUR.plusSeconds(1));
        scene.desk.attend();
        assertThat(scene.audit()).hasSize(before);
        assertThat(scene.inForce().max()).hasValue(30);
    }

    @ParameterizedTest
    @CsvSource({"run 1, 1", "run 1, 2", "run 2, 1", "run 2, 2"})
    void aPersistedChangeThatCameToPassGoesBackInTime(String run, int lines) throws Exception {
        scene.execute(settings(SettingsChange.ofMax(20), HALF_HOUR, true));

        killedAfter(lines, run, settings(5, 20), 20);

        assertThat(scene.audit()).extracting(OperationRecord::state).containsExactly(State.DONE);
        assertThat(scene.inForce().max()).hasValue(20);
        scene.pass(HALF_HOUR.plusSeconds(1));
        scene.desk.attend();
        assertThat(scene.pools.settings(APP).max()).hasValue(30);
    }

    @Test
    void aPersistedChangeThatDidNotHasFailed() throws Exception {
        scene.execute(settings(SettingsChange.ofMax(20), HALF_HOUR, true));

        killedAfter(1, "run 2", Scene.CONFIGURED, 30);

        assertThat(scene.last().state()).isEqualTo(State.FAILED);
        assertNothingPending();
    }

    @Test
    void aPersistedChangeOfWhichHalfCameToPassIsPartly() throws Exception {
        scene.execute(settings(SettingsChange.ofSize(2, 20), HALF_HOUR, true));

        killedAfter(1, "run 2", settings(2, 30), 30);

        assertThat(scene.last().state()).isEqualTo(State.PARTLY);
        scene.pass(HALF_HOUR.plusSeconds(1));
        scene.desk.attend();
        assertThat(scene.pools.settings(APP).min()).as("the half that did").hasValue(5);
        assertThat(scene.pools.settings(APP).max()).as("the half that did not").hasValue(30);
    }

    @Test
    void whatSomebodyConfiguredWhileWeWereAwayStands() throws Exception {
        scene.execute(settings(SettingsChange.ofMax(20), HALF_HOUR, true));

        killedAfter(2, "run 2", settings(5, 44), 44);

        assertThat(scene.last().actor()).isEqualTo(Actor.EXTERNAL);
        scene.pass(HALF_HOUR.plusSeconds(1));
        scene.desk.attend();
        assertThat(scene.pools.settings(APP).max()).hasValue(44);
    }

    @ParameterizedTest
    @CsvSource({"DRAIN, PARTLY, true", "WARM, PARTLY, false", "RECYCLE, PARTLY, false", "PING, FAILED, false", "FLUSH, PARTLY, false"})
    void whatElseWasUnderWayIsTold(Operation operation, State state, boolean drained) throws Exception {
        scene.ended(scene.execute(order(operation)));

        killedAfter(1, "run 2", Scene.CONFIGURED, 30);

        assertThat(scene.last().operation()).isEqualTo(operation);
        assertThat(scene.last().state()).isEqualTo(state);
        assertThat(scene.state().drained()).isEqualTo(drained);
        assertThat(scene.state().running()).isEmpty();
    }

    @Test
    void aResumeThatWasBegunIsDone() throws Exception {
        scene.ended(scene.execute(order(Operation.DRAIN)));
        scene.execute(new Order.Resume(APP.id(), Optional.empty()));

        killedAfter(3, "run 2", Scene.CONFIGURED, 30);

        assertThat(scene.last().operation()).isEqualTo(Operation.RESUME);
        assertThat(scene.last().state()).isEqualTo(State.DONE);
        assertThat(scene.desk.drained(APP.id())).isFalse();
    }

    @Test
    void anOrderToGovernThatWasBegunHolds() throws Exception {
        scene.execute(new Order.Govern(APP.id(), GovernorMode.GOVERN, Optional.empty()));

        killedAfter(1, "run 2", Scene.CONFIGURED, 30);

        assertThat(scene.last().operation()).isEqualTo(Operation.GOVERN);
        assertThat(scene.last().state()).isEqualTo(State.DONE);
        assertThat(scene.desk.mode(APP.id())).contains(GovernorMode.GOVERN);
    }

    @Test
    void aPoolThatComesLaterIsHealedThen() throws IOException, InterruptedException {
        scene.execute(settings(SettingsChange.ofMax(20), HALF_HOUR, false));
        scene.pools.remove(APP);
        scene.killed("run 2");
        scene.desk.attend();
        assertThat(scene.audit()).hasSize(1);

        scene.pools.add(APP, Scene.CONFIGURED);
        scene.desk.attend();

        assertThat(scene.last().actor()).isEqualTo(Actor.HEALING);
    }

    private static Order order(Operation operation) {
        return switch (operation) {
            case DRAIN -> new Order.Drain(APP.id(), Duration.ofSeconds(1), Optional.empty());
            case WARM -> new Order.Warm(APP.id(), Optional.empty());
            case RECYCLE -> new Order.Recycle(APP.id(), Duration.ofSeconds(1), Optional.empty());
            case PING -> new Order.Ping(APP.id(), Duration.ofSeconds(1), Optional.empty());
            case FLUSH -> new Order.Flush(APP.id(), OptionalInt.empty(), Optional.empty());
            case SETTINGS, RESUME, GOVERN, DRILL -> throw new IllegalArgumentException("Not by this");
        };
    }
}
