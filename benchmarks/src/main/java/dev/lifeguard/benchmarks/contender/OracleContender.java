package dev.lifeguard.benchmarks.contender;

import dev.lifeguard.benchmarks.load.Load;
import dev.lifeguard.benchmarks.load.Outcome;
import dev.lifeguard.benchmarks.load.Trace;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The best fixed size, known only to whoever has played the trace before: the smallest at which 99 % wait no longer than 10 ms and nobody
 * goes without, found by halving between floor and ceiling with HikariCP. Each trace is swept once in a run, before its first round counts.
 */
final class OracleContender implements Contender {

    private static final long PROMPT_NANOS = 10_000_000;

    private final Map<Trace, Integer> best = new EnumMap<>(Trace.class);

    @Override
    public String id() {
        return "oracle";
    }

    @Override
    public String description() {
        return "HikariCP, the best fixed size for each trace, found by playing it before";
    }

    @Override
    public Entrant enter(Ground ground) {
        return new Playing(ground);
    }

    private final class Playing implements Entrant {

        private final Ground ground;
        private volatile Entrant current;

        private Playing(Ground ground) {
            this.ground = ground;
        }

        @Override
        public String note() {
            StringBuilder note = new StringBuilder();
            best.forEach((trace, size) -> note.append(note.isEmpty() ? "sizes: " : ", ").append(trace.id()).append(' ').append(size));
            return note.toString();
        }

        @Override
        public Outcome play(List<Load> loads) throws IOException, InterruptedException {
            Trace trace = loads.get(loads.size() - 1).trace();
            if (!best.containsKey(trace)) {
                best.put(trace, sweep(loads));
            }
            return playAt(best.get(trace), loads);
        }

        /** The ceiling if none is good enough. */
        private int sweep(List<Load> loads) throws IOException, InterruptedException {
            int tooSmall = Contenders.FLOOR - 1;
            int enough = Contenders.CEILING;
            while (enough - tooSmall > 1) {
                int size = (tooSmall + enough) / 2;
                Outcome outcome = playAt(size, loads);
                boolean good = outcome.waits().getValueAtPercentile(99) <= PROMPT_NANOS
                        && outcome.exhausted() + outcome.failed() + outcome.shed() == 0;
                if (good) {
                    enough = size;
                } else {
                    tooSmall = size;
                }
            }
            return enough;
        }

        private Outcome playAt(int size, List<Load> loads) throws IOException, InterruptedException {
            try (Entrant entrant = Contenders.hikari(id(), description(), size, Optional.empty()).enter(ground)) {
                current = entrant;
                return entrant.play(loads);
            } finally {
                current = null;
            }
        }

        @Override
        public OptionalInt max() throws IOException, InterruptedException {
            Entrant entrant = current;
            return entrant == null ? OptionalInt.empty() : entrant.max();
        }

        @Override
        public Optional<Borrowing> borrowing() {
            return Optional.empty();
        }

        @Override
        public void close() {
            // Each trace has closed its pool.
        }
    }
}
