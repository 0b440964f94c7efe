package dev.lifeguard.lint;

import dev.lifeguard.lint.Finding.Severity;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Judges a pool's settings. */
public final class Lint {

    /**
     * What the database behind a pool has left for it.
     *
     * @param most connections, 0 or more
     * @param reason how that comes, with the numbers
     */
    public record Granted(int most, String reason) {}

    private Lint() {}

    /**
     * What hurts in this pool, the worst first.
     *
     * @param server by product and version; of a server that is not known, what all have in common is judged
     * @param settings as the server's configuration has them
     * @param granted absent where it is not known
     */
    public static List<Finding> judge(String server, Pool pool, PoolSettings settings, Optional<Granted> granted) {
        List<Finding> findings = new ArrayList<>();
        if (server.startsWith("Payara")) {
            PayaraLint lint = new PayaraLint(pool, settings);
            lint.judge();
            lint.grant(granted);
            findings.addAll(lint.findings());
        } else if (server.contains("Liberty")) {
            LibertyLint lint = new LibertyLint(pool, settings);
            lint.judge();
            lint.grant(granted);
            findings.addAll(lint.findings());
        }
        findings.sort(Comparator.comparing((Finding finding) -> finding.severity() == Severity.HINT)
                .thenComparing(Finding::severity, Comparator.reverseOrder())
                .thenComparing(Finding::rule));
        return List.copyOf(findings);
    }
}
