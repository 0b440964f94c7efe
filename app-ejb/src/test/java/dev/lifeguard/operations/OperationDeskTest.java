package dev.lifeguard.operations;

import static dev.lifeguard.operations.Scene.ANN;
import static dev.lifeguard.operations.Scene.APP;
import static dev.lifeguard.operations.Scene.max;
import static dev.lifeguard.operations.Scene.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lifeguard.background.OwnThread;
import dev.lifeguard.operations.OperationRecord.State;
import dev.lifeguard.operations.RefusedException.Kind;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolId;
import dev.lifeguard.pool.SettingsChange;
import dev.lifeguard.server.PoolAccessException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractThrowableAssert;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationDeskTest {

    private static final Optional<String> NO_REASON = Optional.empty();

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

    @Test
    void changesInMemoryReadsBackAndRecords() {
        OperationRecord done = scene.execute(max(20));

        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.outcome()).isEqualTo("max from 30 to 20");
        assertThat(done.actor()).isEqualTo(ANN);
        assertThat(done.reason()).contains("because");
        assertThat(done.asked()).containsEntry("max", "20").containsEntry("persist", "false");
        assertThat(done.before()).containsEntry("max", "30").containsEntry("min", "5").containsEntry("waitTimeoutSeconds", "30");
        assertThat(done.after()).containsEntry("max", "20").containsEntry("min", "5");
        assertThat(scene.inForce().max()).hasValue(20);
        assertThat(scene.pools.settings(APP).max()).hasValue(30);
        assertThat(scene.last()).isEqualTo(done);
        assertThat(scene.desk.find(done.id())).contains(done);
        assertThat(scene.told).extracting(OperationRecord::state).containsExactly(State.RUNNING, State.DONE);
    }

    @Test
    void persistsWhereThatIsAskedFor() {
        OperationRecord done = scene.execute(settings(SettingsChange.ofSize(2, 20), null, true));

        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.outcome()).isEqualTo("min from 5 to 2, max from 30 to 20, in the configuration too");
        assertThat(scene.pools.settings(APP).max()).hasValue(20);
        assertThat(scene.state().originMax()).hasValue(20);
    }

    @Test
    void whatNobodyForesawIsReadBack() {
        scene.app.refuseWith(new IllegalStateException("unforeseen"));

        OperationRecord failed = scene.execute(max(20));

        assertThat(failed.state()).isEqualTo(State.FAILED);
        assertThat(failed.outcome()).isEqualTo("Nothing was changed: it failed in an unforeseen way; the log has it");
        assertThat(failed.after()).containsEntry("max", "30");
        scene.app.refuseWith(null);
        assertThat(scene.execute(max(20)).state()).isEqualTo(State.DONE);
    }

    @Test
    void anInterruptDoesNotKeepTheEndFromPuttingBack() {
        scene.execute(max(20));

        Thread.currentThread().interrupt();
        scene.desk.stop();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(scene.inForce().max()).hasValue(30);
    }

    @Test
    void whatWasTurnedAwayBeforeIsInTheAudit() {
        scene.desk.refuse(new Actor(Actor.Kind.OPERATOR, "vic"), APP.id(), Operation.FLUSH, "This needs a role");

        assertThat(scene.last().state()).isEqualTo(State.REFUSED);
        assertThat(scene.last().actor().name()).isEqualTo("vic");
        assertThat(scene.last().poolName()).isEqualTo("jdbc/app");
        assertThat(scene.last().operation()).isEqualTo(Operation.FLUSH);
        assertThat(scene.last().outcome()).isEqualTo("This needs a role");
        assertThat(scene.last().endedAt()).isPresent();
    }

    @Test
    void whatTheServerRefusesHasFailed() {
        scene.app.refuseWith(new PoolAccessException(PoolAccessException.Category.NOT_CHANGED, "not today"));

        OperationRecord failed = scene.execute(max(20));

        assertThat(failed.state()).isEqualTo(State.FAILED);
        assertThat(failed.outcome()).isEqualTo("Nothing was changed: not today");
        assertThat(scene.state().revertAt()).isEmpty();
    }

    @Test
    void aDryRunTellsTheEffectAndChangesNothing() {
        Effect effect = scene.desk.dryRun(max(20));

        assertThat(effect.sentence()).isEqualTo("max from 30 to 20");
        assertThat(effect.before()).containsEntry("max", "30");
        assertThat(effect.after()).containsEntry("max", "20");
        assertThat(scene.inForce().max()).hasValue(30);
        assertThat(scene.audit()).isEmpty();
    }

    @Test
    void theSecondOfTwoThatReadTheSameVersionIsStale() {
        String version = scene.state().version();
        Order.Settings first = new Order.Settings(
                APP.id(), SettingsChange.ofMax(20), Optional.of(version), Optional.empty(), false, NO_REASON);
        Order.Settings second = new Order.Settings(
                APP.id(), SettingsChange.ofMax(25), Optional.of(version), Optional.empty(), false, NO_REASON);

        scene.execute(first);

        assertRefused(second, Kind.STALE);
        assertThat(scene.inForce().max()).hasValue(20);
        assertThat(scene.last().state()).isEqualTo(State.REFUSED);
        assertThat(scene.state().version()).isNotEqualTo(version).matches("[0-9a-f]{16}");
    }

    @Test
    void versionsAreOthersAfterAChangeFromOutsideAndAfterADrain() throws Exception {
        String first = scene.state().version();
        scene.app.configure(settings(5, 31));
        scene.desk.attend();
        String second = scene.state().version();
        scene.ended(scene.execute(new Order.Drain(APP.id(), Duration.ofSeconds(1), NO_REASON)));

        assertThat(List.of(first, second, scene.state().version())).doesNotHaveDuplicates();
    }

    @Test
    void aPoolThatWasNeverUsedIsBuiltForAChange() {
        Pool fresh = fresh();
        scene.execute(new Order.Settings(
                fresh.id(), SettingsChange.ofMax(20), Optional.empty(), Optional.empty(), false, NO_REASON));

        assertThat(scene.pools.inForce(fresh).orElseThrow().max()).hasValue(20);
    }

    @Test
    void aPoolThatWasNeverUsedHasNothingToRecycleOrFlush() {
        Pool fresh = fresh();

        assertRefused(new Order.Recycle(fresh.id(), Duration.ofSeconds(1), NO_REASON), Kind.NOT_BUILT);
        assertRefused(new Order.Flush(fresh.id(), OptionalInt.of(1), NO_REASON), Kind.NOT_BUILT);
    }

    private Pool fresh() {
        Pool fresh = Pool.of("jdbc/fresh", List.of(), "fresh", Pool.Source.APPLICATION, Optional.of("shop"));
        scene.pools.add(fresh, Scene.CONFIGURED);
        return fresh;
    }

    @Test
    void whatThePoolDoesNotAllowIsRefusedWithTheReason() {
        Pool defined = fresh();
        Order.Settings persist = new Order.Settings(
                defined.id(), SettingsChange.ofMax(20), Optional.empty(), Optional.empty(), true, NO_REASON);

        assertRefused(persist, Kind.UNSUPPORTED).hasMessage("The application defines this pool");
    }

    @Test
    void minAboveMaxIsRefusedWhicheverOfThemIsGiven() {
        assertRefused(max(4), Kind.OUT_OF_BOUNDS).hasMessage("min would be 5 and max 4; min must be at most max");
        SettingsChange min = new SettingsChange(OptionalInt.of(31), OptionalInt.empty(), Optional.empty(), Optional.empty());
        assertRefused(settings(min, null, false), Kind.OUT_OF_BOUNDS);
    }

    @Test
    void onlyGrowthMeetsTheCeilingAndOnlyShrinkingTheFloor() {
        scene.ceiling = 10;
        scene.floor = 8;

        assertRefused(max(31), Kind.OUT_OF_BOUNDS).hasMessage("max is 31; at most 10: the configured ceiling is 10");
        assertThat(scene.execute(max(29)).state()).isEqualTo(State.DONE);
        assertThat(scene.execute(max(9)).state()).isEqualTo(State.DONE);
        assertRefused(max(7), Kind.OUT_OF_BOUNDS).hasMessage("max is 7; at least 8: the configured floor is 8");
        assertThat(scene.state().floor()).isEqualTo(8);
        assertThat(scene.state().ceiling()).hasValue(10);
    }

    @Test
    void anUnknownPoolIsRefusedAndThatIsInTheAudit() {
        PoolId unknown = PoolId.of("nobody", "nobody");

        assertRefused(new Order.Warm(unknown, NO_REASON), Kind.UNKNOWN_POOL);
        assertThat(scene.last().pool()).isEqualTo(unknown);
        assertThat(scene.desk.state(unknown)).isEmpty();
    }

    @Test
    void aSecondOperationMeanwhileIsBusy() throws Exception {
        Connection held = scene.app.borrow();
        scene.timeStands();
        OperationRecord recycling = scene.execute(new Order.Recycle(APP.id(), Order.LONGEST_TIMEOUT, NO_REASON));
        try {
            assertThat(recycling.state()).isEqualTo(State.RUNNING);
            assertThat(scene.state().running()).contains(recycling.id());
            assertRefused(max(20), Kind.BUSY).hasMessageContaining(recycling.id().toString());
            assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> scene.desk.dryRun(max(20)));
        } finally {
            held.close();
        }
        scene.ended(recycling);
        assertThat(scene.state().running()).isEmpty();
    }

    @Test
    void recycleReplacesAllAndFillsUpToMin() throws Exception {
        List<Connection> held = scene.borrow(3);
        List<Integer> before = scene.app.sessions();
        scene.onPause = () -> giveBack(held);

        OperationRecord done = scene.ended(scene.execute(new Order.Recycle(APP.id(), Duration.ofMinutes(1), NO_REASON)));

        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.outcome()).isEqualTo("3 of 3 connections were replaced");
        assertThat(scene.app.sessions()).hasSize(5).doesNotContainAnyElementsOf(before);
        assertThat(scene.told).anySatisfy(record -> assertThat(record.outcome()).isEqualTo("0 of 3 replaced"));
    }

    @Test
    void recycleThatDoesNotEndInTimeIsPartly() throws Exception {
        scene.borrow(2);

        OperationRecord partly = scene.ended(scene.execute(new Order.Recycle(APP.id(), Duration.ofSeconds(3), NO_REASON)));

        assertThat(partly.state()).isEqualTo(State.PARTLY);
        assertThat(partly.outcome()).isEqualTo("0 of 2 connections were replaced within 3 s; the rest is when it comes back");
    }

    @Test
    void flushAsksForConfirmationWithTheNumber() throws Exception {
        List<Connection> held = scene.borrow(3);

        assertRefused(new Order.Flush(APP.id(), OptionalInt.of(2), NO_REASON), Kind.UNCONFIRMED)
                .hasMessage("3 connections are in use and would be cut; 2 were confirmed");
        assertRefused(new Order.Flush(APP.id(), OptionalInt.empty(), NO_REASON), Kind.UNCONFIRMED);
        assertThat(scene.desk.dryRun(new Order.Flush(APP.id(), OptionalInt.empty(), NO_REASON)).cut()).hasValue(3);
        assertThat(held.get(0).isValid(1)).isTrue();

        OperationRecord done = scene.execute(new Order.Flush(APP.id(), OptionalInt.of(3), NO_REASON));

        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.outcome()).isEqualTo("All connections were closed; 3 in use were cut");
        assertThat(held.get(0).isValid(1)).isFalse();
    }

    @Test
    void pingTellsHowLongItTookOrWhyNot() {
        assertThat(scene.execute(new Order.Ping(APP.id(), Duration.ofSeconds(5), NO_REASON)).outcome())
                .matches("had after \\d+\\.\\d ms, answered after \\d+\\.\\d ms");

        scene.app.setDatabaseAway(true);

        assertThat(scene.execute(new Order.Ping(APP.id(), Duration.ofSeconds(5), NO_REASON)).state()).isEqualTo(State.FAILED);
    }

    @Test
    void aPingThatHangsIsGivenUpAndNotPiledUp() throws Exception {
        scene.execute(max(5));
        List<Connection> all = scene.borrow(5);
        Order.Ping ping = new Order.Ping(APP.id(), Duration.ofSeconds(1), NO_REASON);

        OperationRecord failed = scene.execute(ping);

        assertThat(failed.state()).isEqualTo(State.FAILED);
        assertThat(failed.outcome()).isEqualTo("No answer within 1000 ms");
        assertRefused(ping, Kind.BUSY);
        giveBack(all);
    }

    @Test
    void whatIsDoneAboutTheSizeIsOrderedKeptAndInTheAudit() {
        scene.state();
        assertThat(scene.desk.mode(APP.id())).contains(GovernorMode.ADVISE);
        Order order = new Order.Govern(APP.id(), GovernorMode.GOVERN, Optional.of("a try"));
        assertThat(scene.desk.dryRun(order).sentence()).isEqualTo("mode from advise to govern");
        assertThat(scene.desk.mode(APP.id())).contains(GovernorMode.ADVISE);

        OperationRecord done = scene.execute(order);

        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.operation()).isEqualTo(Operation.GOVERN);
        assertThat(done.before()).containsExactly(Map.entry("mode", "advise"));
        assertThat(done.after()).containsExactly(Map.entry("mode", "govern"));
        assertThat(done.reason()).contains("a try");
        assertThat(scene.last()).isEqualTo(done);
        assertThat(scene.desk.mode(APP.id())).contains(GovernorMode.GOVERN);
        scene.execute(max(20));
        scene.killed("run 2");
        assertThat(scene.execute(new Order.Ping(APP.id(), Duration.ofSeconds(5), NO_REASON)).state()).isEqualTo(State.DONE);
        assertThat(scene.desk.mode(APP.id())).as("over a restart").contains(GovernorMode.GOVERN);
    }

    @Test
    void theGovernorIsTurnedAwayWhereAPersonWaits() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        scene.desk.addListener(record -> {
            if (record.state() == State.RUNNING && record.actor().equals(Actor.UPKEEP)) {
                begun.countDown();
                awaitQuietly(goOn);
            }
        });
        OwnThread first = OwnThread.start("first", () -> scene.desk.execute(Actor.UPKEEP, max(20)));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(scene.desk.objection(APP.id()).orElseThrow().kind()).isEqualTo(Kind.BUSY);
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> scene.desk.execute(Actor.GOVERNOR, max(10)));
        CompletableFuture<OperationRecord> person = CompletableFuture.supplyAsync(() -> scene.execute(max(12)));
        goOn.countDown();
        assertThat(person.get(10, TimeUnit.SECONDS).state()).isEqualTo(State.DONE);
        assertThat(scene.inForce().max()).hasValue(12);
        assertThat(scene.desk.inForce(APP.id()).orElseThrow().max()).hasValue(12);
        Awaitility.await().until(() -> !first.isAlive());
        assertThat(scene.desk.objection(APP.id())).isEmpty();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void opensAheadUpToWhatIsWantedAndToMax() {
        scene.state();
        scene.desk.openAhead(APP.id(), 12);
        Awaitility.await().until(() -> scene.app.sessions().size() == 12);
        scene.desk.openAhead(APP.id(), 100);
        Awaitility.await().until(() -> scene.app.sessions().size() == 30);
    }

    @Test
    void opensNothingAheadWhereTheDatabaseRefusesOrThePoolIsDrained() {
        scene.state();
        scene.app.setDatabaseAway(true);
        scene.desk.openAhead(APP.id(), 12);
        Awaitility.await().until(() -> scene.app.refusedOpenings() > 0);
        assertThat(scene.app.sessions()).hasSize(1);
        scene.app.setDatabaseAway(false);
        scene.execute(new Order.Drain(APP.id(), Duration.ofSeconds(5), NO_REASON));
        Awaitility.await().until(() -> scene.state().running().isEmpty());
        int open = scene.app.sessions().size();
        scene.desk.openAhead(APP.id(), 20);
        assertThat(scene.app.sessions()).as("drained").hasSize(open);
    }

    @Test
    void warmOpensUpToMinAndKeepsIt() throws Exception {
        OperationRecord done = scene.ended(scene.execute(new Order.Warm(APP.id(), NO_REASON)));

        assertThat(done.outcome()).isEqualTo("4 connections were opened; min is kept from now on");
        assertThat(scene.app.sessions()).hasSize(5);
        assertThat(scene.desk.warmed(APP.id())).isTrue();
    }

    @Test
    void drainWaitsForZeroInUseThenClosesWhatIsIdle() throws Exception {
        List<Connection> held = scene.borrow(2);
        scene.onPause = () -> {
            assertThat(scene.desk.drained(APP.id())).isTrue();
            giveBack(held);
        };

        OperationRecord done = scene.ended(scene.execute(new Order.Drain(APP.id(), Duration.ofMinutes(1), NO_REASON)));

        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.outcome()).isEqualTo("None is in use; 2 idle connections were closed");
        assertThat(scene.app.sessions()).isEmpty();
        assertThat(scene.state().drained()).isTrue();
        assertRefused(new Order.Drain(APP.id(), Duration.ofMinutes(1), NO_REASON), Kind.WRONG_STATE);

        assertThat(scene.execute(new Order.Resume(APP.id(), NO_REASON)).state()).isEqualTo(State.DONE);
        assertThat(scene.desk.drained(APP.id())).isFalse();
        assertRefused(new Order.Resume(APP.id(), NO_REASON), Kind.WRONG_STATE);
    }

    @Test
    void aDrainThatDoesNotEndInTimeClosesNothingAndStaysDrained() throws Exception {
        scene.borrow(1);

        OperationRecord partly = scene.ended(scene.execute(new Order.Drain(APP.id(), Duration.ofSeconds(2), NO_REASON)));

        assertThat(partly.state()).isEqualTo(State.PARTLY);
        assertThat(scene.app.sessions()).hasSize(1);
        assertThat(scene.desk.drained(APP.id())).isTrue();
    }

    @Test
    void resumeCancelsADrainThatIsUnderWay() throws Exception {
        scene.borrow(1);
        scene.timeStands();
        OperationRecord drain = scene.execute(new Order.Drain(APP.id(), Order.LONGEST_TIMEOUT, NO_REASON));
        assertThat(drain.state()).isEqualTo(State.RUNNING);

        assertThat(scene.execute(new Order.Resume(APP.id(), NO_REASON)).state()).isEqualTo(State.DONE);

        assertThat(scene.ended(drain).state()).isEqualTo(State.PARTLY);
        assertThat(scene.desk.drained(APP.id())).isFalse();
    }

    @Test
    void withoutAJournalNothingIsBegunAndReadingGoesOn() throws Exception {
        scene.close();
        Path inTheWay = directory.resolve("file");
        Files.writeString(inTheWay, "");
        scene = new Scene(inTheWay);
        scene.build();

        assertRefused(max(20), Kind.NO_JOURNAL);
        assertThat(scene.inForce().max()).hasValue(30);
        assertThat(scene.state().inForce()).contains(Scene.CONFIGURED);
        assertThat(scene.last().state()).isEqualTo(State.REFUSED);

        Files.delete(inTheWay);
        assertThat(scene.execute(max(20)).state()).isEqualTo(State.DONE);
        assertThat(scene.audit()).extracting(OperationRecord::state).containsExactly(State.DONE, State.REFUSED);
    }

    @Test
    void theSecondLifeguardOfAServerOnlyReads() {
        scene.execute(max(20));
        OperationDesk second = scene.desk(scene.directory, "run 1");

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> second.execute(ANN, max(10)))
                .satisfies(refused -> assertThat(refused.kind()).isEqualTo(Kind.SWITCHED_OFF))
                .withMessageContaining("Another Lifeguard");
        assertThat(second.state(APP.id()).orElseThrow().inForce().orElseThrow().max()).hasValue(20);

        scene.close();
        assertThat(second.execute(ANN, max(10)).state()).isEqualTo(State.DONE);
        second.stop();
    }

    @Test
    void whereOperationsAreSwitchedOffItIsStillToldHowThePoolsAre() throws Exception {
        scene.build();
        scene.enabled = false;
        OperationDesk off = scene.desk(directory.resolve("off"), "run 1");
        off.attend();
        PoolControlState before = off.state(APP.id()).orElseThrow();

        scene.execute(max(20));
        off.attend();

        PoolControlState now = off.state(APP.id()).orElseThrow();
        assertThat(now.inForce()).contains(scene.inForce());
        assertThat(now.version()).isNotEqualTo(before.version());
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> off.execute(ANN, max(10)))
                .satisfies(refused -> assertThat(refused.kind()).isEqualTo(Kind.SWITCHED_OFF));
        assertThat(directory.resolve("off")).doesNotExist();
        off.stop();
    }

    @Test
    void everyEntryReachesTheDatabaseOverItsOutage() {
        scene.storeAway = true;
        scene.execute(max(20));
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(scene.desk::copy);
        assertRefused(max(4), Kind.OUT_OF_BOUNDS);
        scene.killed("run 2");
        scene.storeAway = false;
        scene.execute(max(21));

        scene.desk.copy();
        scene.desk.copy();

        assertThat(scene.kept).containsExactlyInAnyOrderElementsOf(scene.audit()).hasSizeGreaterThanOrEqualTo(3);
        scene.killed("run 3");
        scene.kept.clear();
        scene.desk.copy();
        assertThat(scene.kept).isEmpty();
    }

    @Test
    void anEntryThatTheDatabaseDoesNotTakeHoldsUpNoOther() {
        scene.execute(max(20));
        UUID bad = scene.execute(max(21)).id();
        scene.execute(max(22));
        scene.storeRejects = record -> record.id().equals(bad);

        scene.desk.copy();

        assertThat(scene.kept).hasSize(scene.audit().size() - 1).noneMatch(record -> record.id().equals(bad));
        int kept = scene.kept.size();
        scene.desk.copy();
        assertThat(scene.kept).as("that it is not tried again").hasSize(kept);
        assertThat(scene.desk.find(bad)).as("in memory").isPresent();
    }

    @Test
    void thatOlderEntriesCannotBeReadIsSaid() {
        OperationRecord done = scene.execute(max(20));
        AuditPage page = scene.desk.audit(new AuditQuery(
                Optional.of(APP.id()), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), 10));
        assertThat(page.entries()).contains(done);
        assertThat(page.missing()).hasValueSatisfying(why -> assertThat(why).startsWith("Older entries cannot be read now: "));
    }

    private AbstractThrowableAssert<?, RefusedException> assertRefused(Order order, Kind kind) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> scene.execute(order));
        assertThat(refused).isNotNull();
        assertThat(refused.kind()).isEqualTo(kind);
        return assertThat(refused);
    }

    private static void giveBack(List<Connection> held) {
        try {
            for (Connection connection : held) {
                connection.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
