package dev.lifeguard.operations;

import static dev.lifeguard.operations.Scene.APP;
import static dev.lifeguard.operations.Scene.max;
import static dev.lifeguard.operations.Scene.settings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.operations.OperationRecord.State;
import dev.lifeguard.pool.SettingsChange;
import dev.lifeguard.server.PoolAccessException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes on to hold after an operation: reverts, changes from outside, the end of Lifeguard. */
class StandingTest {

    private static final Duration HALF_HOUR = Duration.ofMinutes(30);

    @TempDir
    private Path directory;

    private Scene scene;

    @BeforeEach
    void open() throws Exception {
        scene = new Scene(directory.resolve("data"));
        scene.build();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private void change(int max, Duration revertAfter, boolean persist) {
        assertThat(scene.execute(settings(SettingsChange.ofMax(max), revertAfter, persist)).state()).isEqualTo(State.DONE);
    }

    private void pass(Duration time) throws InterruptedException {
        scene.pass(time);
        scene.desk.attend();
    }

    private void assertMax(int inForce, int configured) {
        assertThat(scene.inForce().max()).as("in force").hasValue(inForce);
        assertThat(scene.pools.settings(APP).max()).as("configured").hasValue(configured);
    }

    @Test
    void aChangeGoesBackByItself() throws Exception {
        change(20, HALF_HOUR, false);
        assertThat(scene.state().revertAt()).isPresent();

        pass(HALF_HOUR.minusSeconds(1));
        assertMax(20, 30);
        pass(Duration.ofSeconds(2));
        assertMax(30, 30);

        assertThat(scene.last().actor()).isEqualTo(Actor.REVERT);
        assertThat(scene.state().revertAt()).isEmpty();
        assertThat(scene.audit()).hasSize(2);
    }

    @Test
    void aClockThatIsSetMakesNoFalseRevert() throws Exception {
        change(20, HALF_HOUR, false);

        scene.wallAhead = Duration.ofHours(1);
        pass(Duration.ofSeconds(1));
        assertMax(20, 30);
        scene.wallAhead = Duration.ofHours(-1);
        pass(HALF_HOUR);
        assertMax(30, 30);
    }

    @Test
    void aSecondChangeTakesThePlaceOfTheFirstsReturnAndKeepsItsGoal() throws Exception {
        change(20, HALF_HOUR, false);
        pass(Duration.ofMinutes(20));
        change(25, HALF_HOUR, false);
        pass(Duration.ofMinutes(20));
        assertMax(25, 30);
        pass(Duration.ofMinutes(11));
        assertMax(30, 30);
    }

    @Test
    void aSecondChangeWithoutATimeMakesTheReturnVoid() throws Exception {
        change(20, HALF_HOUR, false);
        change(25, null, false);
        pass(HALF_HOUR.plusSeconds(1));
        assertMax(25, 30);
    }

    @Test
    void whatWasPersistedGoesBackInTheConfigurationToo() throws Exception {
        change(20, HALF_HOUR, true);
        assertMax(20, 20);
        change(25, HALF_HOUR, false);
        assertMax(25, 20);
        pass(HALF_HOUR.plusSeconds(1));
        assertMax(30, 30);
    }

    @Test
    void aRevertThatFailsIsTriedAgain() throws Exception {
        change(20, HALF_HOUR, false);
        scene.app.refuseWith(new PoolAccessException(PoolAccessException.Category.NOT_CHANGED, "not today"));
        pass(HALF_HOUR.plusSeconds(1));
        assertThat(scene.last().state()).isEqualTo(State.FAILED);
        pass(Duration.ofSeconds(1));
        assertThat(scene.audit()).hasSize(2);

        scene.app.refuseWith(null);
        pass(HALF_HOUR);
        assertMax(30, 30);
    }

    @Test
    void aPoolThatNobodyUsesIsBuiltForItsReturn() throws Exception {
        change(20, HALF_HOUR, true);
        scene.desk.stop();
        scene.pools.add(APP, settings(5, 20));
        scene.killed("run 2");
        scene.desk.attend();
        pass(HALF_HOUR.plusSeconds(1));

        assertMax(30, 30);
    }

    @Test
    void aRevertOfMaxTakesAlongAMinThatWasRaisedMeanwhile() throws Exception {
        scene.app.configure(settings(2, 10));
        scene.desk.attend();
        change(30, HALF_HOUR, false);
        scene.execute(settings(SettingsChange.ofSize(20, 30), HALF_HOUR.multipliedBy(2), false));
        scene.execute(settings(SettingsChange.ofMax(30), Duration.ofSeconds(1), false));
        pass(Duration.ofSeconds(2));
        assertThat(scene.inForce()).isEqualTo(settings(10, 10));
    }

    @Test
    void aChangeOfTheConfigurationIsTheNewOriginAndEndsOurs() throws Exception {
        scene.desk.attend();
        change(20, HALF_HOUR, false);
        scene.app.configure(settings(5, 40));
        scene.desk.attend();

        assertThat(scene.last().actor()).isEqualTo(Actor.EXTERNAL);
        assertThat(scene.last().asked()).containsExactly(Map.entry("max", "40"));
        assertThat(scene.last().before()).containsEntry("max", "30");
        assertMax(40, 40);
        assertThat(scene.state().originMax()).hasValue(40);
        assertThat(scene.state().revertAt()).isEmpty();
        pass(HALF_HOUR.plusSeconds(1));
        assertMax(40, 40);
        assertThat(scene.audit()).hasSize(2);
    }

    @Test
    void aChangeOfTheConfigurationJustBeforeAnOrderIsSeenToo() throws Exception {
        change(20, HALF_HOUR, false);
        scene.app.configure(settings(5, 40));

        scene.execute(new Order.Ping(APP.id(), Duration.ofSeconds(1), Optional.empty()));
        scene.desk.attend();

        assertThat(scene.audit()).anyMatch(record -> record.actor().equals(Actor.EXTERNAL) && "40".equals(record.asked().get("max")));
        assertThat(scene.state().revertAt()).isEmpty();
        assertMax(40, 40);
    }

    @Test
    void aChangeOfTheConfigurationJustBeforeADryRunIsSeenToo() throws Exception {
        change(20, HALF_HOUR, false);
        scene.app.configure(settings(5, 40));

        scene.desk.dryRun(Scene.max(25));
        scene.desk.attend();

        assertThat(scene.audit()).anyMatch(record -> record.actor().equals(Actor.EXTERNAL));
        assertMax(40, 40);
    }

    @Test
    void ourOwnChangesAreNotTakenForOthers() throws Exception {
        change(20, null, true);
        change(25, null, false);
        scene.desk.attend();

        assertThat(scene.audit()).extracting(OperationRecord::actor).containsOnly(Scene.ANN);
    }

    @Test
    void whatARefreshUndoesIsPutInForceAgain() throws Exception {
        change(20, HALF_HOUR, false);
        scene.app.refresh();
        assertMax(30, 30);
        scene.desk.attend();

        assertMax(20, 30);
        assertThat(scene.last().actor()).isEqualTo(Actor.UPKEEP);
        assertThat(scene.state().revertAt()).as("the revert").isPresent();
        pass(HALF_HOUR.plusSeconds(1));
        assertMax(30, 30);
    }

    @Test
    void whatCannotBePutInForceAgainIsToldOnce() throws Exception {
        change(20, null, false);
        scene.app.refresh();
        scene.app.refuseWith(new PoolAccessException(PoolAccessException.Category.NOT_CHANGED, "not today"));
        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));

        assertThat(scene.last().state()).isEqualTo(State.FAILED);
        assertThat(scene.audit()).hasSize(2);
    }

    @Test
    void theEndPutsBackWhatIsInMemoryAlone() {
        change(20, HALF_HOUR, false);
        scene.desk.stop();

        assertMax(30, 30);
        assertThat(scene.last().actor()).isEqualTo(Actor.UNDEPLOYMENT);
        assertThat(scene.last().state()).isEqualTo(State.DONE);
    }

    @Test
    void theEndLetsWhatIsPersistedStandAndItGoesBackAfterwards() throws Exception {
        change(20, HALF_HOUR, true);
        change(25, HALF_HOUR, false);
        scene.desk.stop();
        assertMax(20, 20);

        scene.pass(HALF_HOUR.plusSeconds(1));
        scene.killed("run 2");
        scene.desk.attend();
        assertMax(30, 30);
    }

    @Test
    void aDrainAndKeepingMinSurviveTheEndOfTheServer() throws Exception {
        scene.ended(scene.execute(new Order.Warm(APP.id(), Optional.empty())));
        scene.ended(scene.execute(new Order.Drain(APP.id(), Duration.ofSeconds(1), Optional.empty())));
        scene.killed("run 2");
        scene.desk.attend();

        assertThat(scene.desk.drained(APP.id())).isTrue();
        assertThat(scene.desk.warmed(APP.id())).isTrue();
    }

    @Test
    void anUnchangedOrderLeavesNothingToPutBack() {
        scene.execute(max(30));
        scene.desk.stop();
        assertThat(scene.audit()).hasSize(1);
    }
}
