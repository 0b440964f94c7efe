package dev.lifeguard.health;

import dev.lifeguard.health.Hysteresis.Sign;
import dev.lifeguard.pool.Reachability.State;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * Judges one pool, moment after moment. Each condition starts and ends by its own {@link #conditions()}; of those that hold, the database's
 * trouble comes first: behind a database that is away every pool fills up sooner or later, and whoever reads "saturated" would look in the
 * wrong place.
 *
 * <p>After a time without evidence, as a JVM that stood still leaves it, bad news of the database count only if they are still there a
 * moment later: the deadline of a question may have passed in that time.
 *
 * <p>Judging the same reading again changes nothing but what time itself does. Not safe for use by several threads.
 */
public final class PoolHealth {

    /** The upper edge of the band of utilisation that is aimed at, a ratio of max; and where a pool counts as back in it. */
    private static final double BUSY_ABOVE = 0.80;
    private static final double BUSY_UNTIL = 0.75;

    private static final Duration A_WHILE = Duration.ofSeconds(2);
    private static final Duration LATE = Duration.ofMillis(500);
    private static final Duration SETTLING = Duration.ofSeconds(1);

    private final Hysteresis unreachable = new Hysteresis(
            Sign.atOnce("the database cannot be reached or refuses"),
            new Sign("it answers", 2, Duration.ofMillis(500)));
    private final Hysteresis troubled = new Hysteresis(
            Sign.atOnce("the database cannot be reached, refuses or asks for patience"),
            // Longer than a question's deadline: one good answer that no other follows is not enough.
            new Sign("it answers well or cannot be asked", 2, Duration.ofSeconds(3)));
    private final Hysteresis unread = new Hysteresis(
            Sign.lasting("the pool is not built or cannot be read", A_WHILE), Sign.atOnce("it is read")).holding();
    private final Hysteresis full = new Hysteresis(
            new Sign("nothing is idle, max is reached and somebody waits", 2, Duration.ofMillis(200)),
            Sign.lasting("that is not so", A_WHILE));
    private final Hysteresis exhausted = new Hysteresis(
            Sign.atOnce("a request ended without a connection because the pool stayed full"), Sign.lasting("none does", A_WHILE));
    private final Hysteresis busy = new Hysteresis(
            Sign.atOnce("more than 80 % of max is in use over the last minute"),
            Sign.lasting("less than 75 % is", A_WHILE));
    private final Hysteresis unasked = new Hysteresis(
            Sign.lasting("the database cannot be asked", A_WHILE), Sign.atOnce("it answers")).holding();

    private final long longestSilenceNanos;
    private Judgement last;
    private long verdictSinceNanos;
    private OptionalLong exhaustionsBefore;
    private boolean resumed;
    private long resumedNanos;

    /** @param interval from one moment of evidence to the next at most, where all goes well */
    public PoolHealth(Duration interval) {
        longestSilenceNanos = interval.plus(LATE).toNanos();
    }

    /** What is decided by, the first that holds before the others; each prints how it starts and ends. */
    List<Hysteresis> conditions() {
        return List.of(unreachable, troubled, unread, full, exhausted, busy, unasked);
    }

    /** The verdict at this moment, which is not before the one of the last call. */
    public Judgement judge(Evidence now) {
        noticeSilence(now);
        boolean another = last == null || last.evidence().reading() != now.reading();
        long nanos = now.nanos();
        if (!resumed) {
            lookAtDatabase(now, another);
        }
        unread.look(nanos, now.usage().isEmpty(), now.usage().isPresent(), another);
        full.look(nanos, now.saturated(), !now.saturated(), another);
        boolean sentAway = last != null && now.exhaustionsSince(last.evidence().exhaustions()) > 0;
        exhausted.look(nanos, sentAway, !sentAway, another);
        double utilization = now.utilization().orElse(0);
        busy.look(nanos, utilization > BUSY_ABOVE, utilization < BUSY_UNTIL, another);
        last = settled(now);
        return last;
    }

    private void noticeSilence(Evidence now) {
        // Not again while it settles: where every look is late, bad news would never count.
        if (!resumed && last != null && now.nanos() - last.evidence().nanos() > longestSilenceNanos) {
            resumed = true;
            resumedNanos = now.nanos();
        }
        resumed = resumed && now.nanos() - resumedNanos < SETTLING.toNanos();
    }

    private void lookAtDatabase(Evidence now, boolean anotherReading) {
        State found = now.reachability().state();
        long nanos = now.nanos();
        boolean answers = found == State.REACHABLE;
        boolean asksForPatience = found == State.RECOVERING;
        boolean silent = found == State.UNKNOWN || found == State.PENDING;
        boolean away = !answers && !asksForPatience && !silent;
        unreachable.look(nanos, away, answers || asksForPatience, anotherReading);
        troubled.look(nanos, away || asksForPatience, answers || silent, anotherReading);
        if (!troubled.holds()) {
            unreachable.end();
        }
        unasked.look(nanos, silent, answers, anotherReading);
    }

    private Judgement settled(Evidence now) {
        Verdict verdict = verdict();
        if (last == null || last.verdict() != verdict) {
            verdictSinceNanos = now.nanos();
            exhaustionsBefore = last == null ? now.exhaustions() : last.evidence().exhaustions();
        }
        return new Judgement(
                verdict, Duration.ofNanos(now.nanos() - verdictSinceNanos), now.exhaustionsSince(exhaustionsBefore), now);
    }

    private Verdict verdict() {
        if (troubled.holds()) {
            return unreachable.holds() ? Verdict.UNREACHABLE : Verdict.RECOVERING;
        }
        if (unread.holds()) {
            return Verdict.UNKNOWN;
        }
        if (full.holds() || exhausted.holds()) {
            return Verdict.SATURATED;
        }
        if (busy.holds()) {
            return Verdict.BUSY;
        }
        return unasked.holds() ? Verdict.UNKNOWN : Verdict.HEALTHY;
    }
}
