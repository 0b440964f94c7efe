package dev.lifeguard.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Reachability;
import dev.lifeguard.pool.Reachability.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each test looks at a pool ten times a second, unless it says otherwise. */
class PoolHealthTest {

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final PoolUsage QUIET = new PoolUsage(3, 4, OptionalInt.of(0), 2, OptionalInt.of(30));
    private static final PoolUsage FULL_AND_WAITED_FOR = new PoolUsage(30, 0, OptionalInt.of(12), 2, OptionalInt.of(30));

    private final PoolHealth health = new PoolHealth(Duration.ofSeconds(1));
    private Duration look = LOOK;
    private long nanos = Long.MAX_VALUE - 1;
    private long reading;

    private Optional<PoolUsage> usage = Optional.of(QUIET);
    private OptionalInt lost = OptionalInt.empty();
    private OptionalDouble utilization = OptionalDouble.of(0.3);
    private State database = State.REACHABLE;
    private OptionalLong exhaustions = OptionalLong.of(0);

    @Test
    void theFirstGoodLookIsEnoughForHealthy() {
        assertThat(judge().reason()).isEqualTo("3 of 30 in use, nobody waiting; the database answers");
        assertThat(judge().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNREACHABLE", "REFUSED"})
    void badNewsOfTheDatabaseAreToldAtOnce(State bad) {
        lookFor(Duration.ofSeconds(5));
        database = bad;
        assertThat(judge().verdict()).isEqualTo(Verdict.UNREACHABLE);
    }

    @ParameterizedTest
    @ValueSource(longs = {100, 1_000})
    void aDatabaseThatIsBackIsRecoveringForAMomentAndThenHealthy(long everyMillis) {
        look = Duration.ofMillis(everyMillis);
        database = State.UNREACHABLE;
        lookFor(Duration.ofSeconds(30));
        database = State.REACHABLE;
        assertThat(judge().verdict()).as("one good answer proves little").isEqualTo(Verdict.UNREACHABLE);
        assertThat(lookFor(Duration.ofSeconds(1)).verdict()).isEqualTo(Verdict.RECOVERING);
        assertThat(lookFor(Duration.ofSeconds(1)).verdict()).isEqualTo(Verdict.RECOVERING);
        assertThat(lookFor(Duration.ofMillis(1_000)).verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void aDatabaseThatAsksForPatienceIsRecoveringUntilItAnswersWell() {
        judge();
        database = State.RECOVERING;
        assertThat(lookFor(Duration.ofMinutes(1)).verdict()).isEqualTo(Verdict.RECOVERING);
        assertThat(judge().reason()).isEqualTo("The database asks for patience: for a test; 3 of 30 in use, nobody waiting");
        database = State.REACHABLE;
        assertThat(lookFor(Duration.ofSeconds(2)).verdict()).isEqualTo(Verdict.RECOVERING);
        assertThat(lookFor(Duration.ofSeconds(2)).verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void aRestartOfTheDatabaseIsOneWayDownAndOneUp() {
        judge();
        database = State.UNREACHABLE;
        assertThat(lookFor(Duration.ofSeconds(5)).verdict()).isEqualTo(Verdict.UNREACHABLE);
        database = State.RECOVERING;
        assertThat(judge().verdict()).isEqualTo(Verdict.UNREACHABLE);
        assertThat(lookFor(Duration.ofSeconds(5)).verdict()).isEqualTo(Verdict.RECOVERING);
        database = State.REACHABLE;
        assertThat(judge().verdict()).isEqualTo(Verdict.RECOVERING);
        assertThat(lookFor(Duration.ofSeconds(4)).verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void aBadAnswerThatNobodyCanRepeatIsForgotten() {
        database = State.UNREACHABLE;
        judge();
        database = State.UNKNOWN;
        assertThat(lookFor(Duration.ofSeconds(2)).verdict()).isEqualTo(Verdict.UNREACHABLE);
        assertThat(lookFor(Duration.ofSeconds(4)).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void aPoolThatStaysFullIsSaturatedAndOneThatWasForALookIsNot() {
        judge();
        usage = Optional.of(FULL_AND_WAITED_FOR);
        judge();
        assertThat(judge().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(judge().verdict()).isEqualTo(Verdict.SATURATED);
        assertThat(lookFor(Duration.ofMillis(4_200)).reason())
                .isEqualTo("30 of 30 in use, 12 waiting for 4.2 s; the database answers");

        usage = Optional.of(QUIET);
        assertThat(lookFor(Duration.ofSeconds(2)).verdict()).isEqualTo(Verdict.SATURATED);
        assertThat(judge().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void oneReadingJudgedTwiceIsOneReading() {
        judge();
        usage = Optional.of(FULL_AND_WAITED_FOR);
        judge();
        reading--;
        judge();
        reading--;
        judge();
        reading--;
        assertThat(judge().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(judge().verdict()).isEqualTo(Verdict.SATURATED);
    }

    @Test
    void anExhaustionIsSaturationAtOnce() {
        judge();
        exhaustions = OptionalLong.of(2);
        assertThat(judge().verdict()).isEqualTo(Verdict.SATURATED);
        assertThat(judge().reason()).isEqualTo(
                "3 of 30 in use, nobody waiting after it was saturated, 2 sent away without a connection; the database answers");
        assertThat(lookFor(Duration.ofMillis(1_900)).verdict()).isEqualTo(Verdict.SATURATED);
        assertThat(judge().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void countersThatBeginAnewAreNoExhaustion() {
        exhaustions = OptionalLong.empty();
        judge();
        exhaustions = OptionalLong.of(7);
        assertThat(judge().verdict()).as("nobody knows when they were").isEqualTo(Verdict.HEALTHY);
        exhaustions = OptionalLong.of(0);
        assertThat(judge().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void theDatabasesTroubleComesBeforeThePools() {
        usage = Optional.of(FULL_AND_WAITED_FOR);
        assertThat(lookFor(Duration.ofSeconds(1)).verdict()).isEqualTo(Verdict.SATURATED);
        database = State.UNREACHABLE;
        assertThat(judge().verdict()).isEqualTo(Verdict.UNREACHABLE);
        assertThat(judge().reason()).isEqualTo("The database cannot be reached: for a test; 30 of 30 in use, 12 waiting");
    }

    @Test
    void aFullPoolWhoseDatabaseCannotBeAskedIsSaturatedAndSaysSo() {
        judge();
        usage = Optional.of(FULL_AND_WAITED_FOR);
        database = State.UNKNOWN;
        assertThat(lookFor(Duration.ofMillis(10_200)).verdict()).isEqualTo(Verdict.SATURATED);
        assertThat(judge().reason())
                .isEqualTo("30 of 30 in use, 12 waiting for 10 s; the database could not be asked: for a test");
    }

    @Test
    void busyStartsAboveTheBandAndEndsWellInsideIt() {
        judge();
        utilization = OptionalDouble.of(0.80);
        assertThat(lookFor(Duration.ofSeconds(10)).verdict()).isEqualTo(Verdict.HEALTHY);
        utilization = OptionalDouble.of(0.81);
        assertThat(judge().verdict()).isEqualTo(Verdict.BUSY);
        assertThat(judge().reason())
                .isEqualTo("81 % of max in use over the last minute; 3 of 30 in use, nobody waiting; the database answers");
        utilization = OptionalDouble.of(0.75);
        assertThat(lookFor(Duration.ofSeconds(10)).verdict()).isEqualTo(Verdict.BUSY);
        utilization = OptionalDouble.of(0.74);
        lookFor(Duration.ofSeconds(2));
        assertThat(judge().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void aPoolWithoutAMaxIsNeverBusy() {
        usage = Optional.of(new PoolUsage(500, 0, OptionalInt.empty(), 2, OptionalInt.empty()));
        utilization = OptionalDouble.empty();
        assertThat(lookFor(Duration.ofSeconds(5)).verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(judge().reason()).isEqualTo("500 in use; the database answers");
    }

    @Test
    void whatNobodyMeasuredOrAskedIsUnknown() {
        usage = Optional.empty();
        assertThat(judge().verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(judge().reason()).isEqualTo("The server has not built the pool yet; the database answers");
        usage = Optional.of(QUIET);
        assertThat(judge().verdict()).isEqualTo(Verdict.HEALTHY);
        database = State.UNKNOWN;
        assertThat(lookFor(Duration.ofSeconds(1)).verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(lookFor(Duration.ofSeconds(2)).verdict()).isEqualTo(Verdict.UNKNOWN);
        database = State.PENDING;
        assertThat(judge().reason()).isEqualTo("3 of 30 in use, nobody waiting; the database has yet to give its first answer");
    }

    @Test
    void aJvmThatStoodStillBelievesNoBadNewsBeforeItSeesThemAgain() {
        judge();
        nanos += Duration.ofMinutes(1).toNanos();
        // A question was under way, and its deadline passed meanwhile; it is answered in a moment.
        database = State.UNREACHABLE;
        assertThat(judge().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(judge().verdict()).isEqualTo(Verdict.HEALTHY);
        database = State.REACHABLE;
        assertThat(lookFor(Duration.ofSeconds(10)).verdict()).isEqualTo(Verdict.HEALTHY);

        nanos += Duration.ofMinutes(1).toNanos();
        database = State.UNREACHABLE;
        assertThat(judge().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(lookFor(Duration.ofSeconds(1)).verdict()).as("they were true").isEqualTo(Verdict.UNREACHABLE);
    }

    @Test
    void badNewsCountEvenWhereEveryLookIsLate() {
        look = Duration.ofSeconds(4);
        judge();
        database = State.UNREACHABLE;
        judge();
        assertThat(judge().verdict()).isEqualTo(Verdict.UNREACHABLE);
    }

    @Test
    void whatTheServerLostIsAddedToTheReasonAndChangesNoVerdict() {
        lost = OptionalInt.of(0);
        assertThat(judge().reason()).isEqualTo("3 of 30 in use, nobody waiting; the database answers");
        lost = OptionalInt.of(1);
        assertThat(judge().reason()).isEqualTo("3 of 30 in use, nobody waiting; the database answers; 1 connection is lost by the server:"
                + " in use, and nobody has it");
        lost = OptionalInt.of(3);
        assertThat(judge().reason()).endsWith("; 3 connections are lost by the server: in use, and nobody has them");
        assertThat(judge().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void theTimeInAVerdictCountsFromItsFirstMoment() {
        assertThat(judge().lasting()).isZero();
        assertThat(lookFor(Duration.ofSeconds(3)).lasting()).isEqualTo(Duration.ofSeconds(3));
        database = State.UNREACHABLE;
        assertThat(judge().lasting()).isZero();
    }

    @Test
    void theDocumentHasEveryRule() throws Exception {
        String document = Files.readString(Path.of("..", "docs", "health.md"));
        assertThat(health.conditions()).allSatisfy(condition -> assertThat(document).contains(condition + " |"));
    }

    @Test
    void theRulesAreSentences() {
        assertThat(health.conditions()).extracting(Hysteresis::toString).containsExactly(
                "starts as soon as the database cannot be reached or refuses; ends once it answers, 2 times in a row and for 0.5 s",
                "starts as soon as the database cannot be reached, refuses or asks for patience; ends once it answers well or cannot be"
                        + " asked, 2 times in a row and for 3 s",
                "starts once the pool is not built or cannot be read, for 2 s; ends as soon as it is read",
                "starts once nothing is idle, max is reached and somebody waits, 2 times in a row and for 0.2 s; ends once that is not so,"
                        + " for 2 s",
                "starts as soon as a request ended without a connection because the pool stayed full; ends once none does, for 2 s",
                "starts as soon as more than 80 % of max is in use over the last minute; ends once less than 75 % is, for 2 s",
                "starts once the database cannot be asked, for 2 s; ends as soon as it answers");
    }

    /** Looks again and again for so long; gives what the last look came to. */
    private Judgement lookFor(Duration time) {
        Judgement last = null;
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(look)) {
            last = judge();
        }
        return last;
    }

    private Judgement judge() {
        nanos += look.toNanos();
        reading++;
        Reachability found = database == State.REACHABLE
                ? Reachability.reachable(Duration.ofNanos(300_000))
                : Reachability.pending().becomes(database, "for\n  a test");
        return health.judge(new Evidence(nanos, reading, usage, lost, Optional.empty(), utilization, found, exhaustions));
    }
}
