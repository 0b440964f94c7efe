package dev.lifeguard.health;

import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.pool.Reachability;
import java.time.Duration;
import java.util.Optional;

/**
 * What a pool was judged to be, and why.
 *
 * @param verdict in a word
 * @param lasting for how long it has been that
 * @param exhaustions since it is that, 0 or more; 0 where borrows are not seen
 * @param evidence what it was judged by last
 */
public record Judgement(Verdict verdict, Duration lasting, long exhaustions, Evidence evidence) {

    private static final int MILLIS_PER_TENTH = 100;
    private static final int TENTHS = 10;
    private static final double PERCENT = 100.0;

    /** Why, a sentence for people: the verdict's cause first, then the other side of it, and what the server has lost. */
    public String reason() {
        return cause() + lost();
    }

    private String cause() {
        return switch (verdict) {
            case UNREACHABLE, RECOVERING -> capital(database() + "; " + use());
            case SATURATED -> capital(use() + saturation() + "; " + database());
            case BUSY -> mean() + " of max in use over the last minute; " + use() + "; " + database();
            case HEALTHY, UNKNOWN -> capital(use() + "; " + database());
        };
    }

    private String database() {
        Reachability found = evidence.reachability();
        // A driver may say more than a line, and a full stop at the end of it.
        String why = found.reason().map(text -> ": " + text.strip().replaceAll("\\s+", " ").replaceAll("\\.$", "")).orElse("");
        return switch (found.state()) {
            case REACHABLE -> verdict == Verdict.RECOVERING ? "the database answers again" : "the database answers";
            case UNREACHABLE -> "the database cannot be reached" + why;
            case RECOVERING -> "the database asks for patience" + why;
            case REFUSED -> "the database refuses" + why;
            case PENDING -> "the database has yet to give its first answer";
            case UNKNOWN -> "the database could not be asked" + why;
        };
    }

    private String use() {
        Optional<PoolUsage> usage = evidence.usage();
        if (usage.isEmpty()) {
            return evidence.trouble().map(why -> "the pool cannot be read: " + why).orElse("the server has not built the pool yet");
        }
        PoolUsage now = usage.get();
        String of = now.max().isPresent() ? " of " + now.max().getAsInt() : "";
        String queue = "";
        if (now.waiting().isPresent()) {
            queue = now.waiting().getAsInt() == 0 ? ", nobody waiting" : ", " + now.waiting().getAsInt() + " waiting";
        }
        return now.inUse() + of + " in use" + queue;
    }

    private String lost() {
        return switch (evidence.lost().orElse(0)) {
            case 0 -> "";
            case 1 -> "; 1 connection is lost by the server: in use, and nobody has it";
            default -> "; " + evidence.lost().getAsInt() + " connections are lost by the server: in use, and nobody has them";
        };
    }

    private String saturation() {
        String howLong = evidence.saturated() ? " for " + seconds(lasting) : " after it was saturated";
        return exhaustions == 0 ? howLong : howLong + ", " + exhaustions + " sent away without a connection";
    }

    private String mean() {
        return evidence.utilization().isPresent() ? Math.round(evidence.utilization().getAsDouble() * PERCENT) + " %" : "Much";
    }

    private static String capital(String sentence) {
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }

    /** In seconds with one decimal, none if it is 0. */
    static String seconds(Duration time) {
        long tenths = time.toMillis() / MILLIS_PER_TENTH;
        String decimal = tenths % TENTHS == 0 ? "" : "." + tenths % TENTHS;
        return tenths / TENTHS + decimal + " s";
    }
}
