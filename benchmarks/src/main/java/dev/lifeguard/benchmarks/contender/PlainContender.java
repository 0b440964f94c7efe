package dev.lifeguard.benchmarks.contender;

import dev.lifeguard.benchmarks.load.BorrowCosts;
import dev.lifeguard.benchmarks.load.BorrowCosts.Times;
import dev.lifeguard.benchmarks.load.Load;
import dev.lifeguard.benchmarks.load.LoadEngine;
import dev.lifeguard.benchmarks.load.Outcome;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A pool's library in this JVM.
 *
 * @param played the pool for the traces, made anew for each
 * @param sized the same library's pool of a given size, for the cost of a borrow; absent where another one shows that
 */
record PlainContender(String id, String description, PlainPool.Maker played, Optional<Sized> sized) implements Contender {

    @FunctionalInterface
    interface Sized {
        PlainPool.Maker of(int size);
    }

    @Override
    public Entrant enter(Ground ground) {
        return new Playing(ground);
    }

    private final class Playing implements Entrant {

        private final Ground ground;
        private volatile PlainPool current;

        private Playing(Ground ground) {
            this.ground = ground;
        }

        @Override
        public String note() {
            return "";
        }

        @Override
        public Outcome play(List<Load> loads) throws IOException, InterruptedException {
            try (PlainPool pool = make(ground, played)) {
                current = pool;
                Outcome last = null;
                for (Load load : loads) {
                    last = LoadEngine.play(pool.dataSource(), PlainPool.WAIT_TIMEOUT, load.schedule());
                }
                return last;
            } finally {
                current = null;
            }
        }

        @Override
        public OptionalInt max() {
            PlainPool pool = current;
            return pool == null ? OptionalInt.empty() : OptionalInt.of(pool.max().getAsInt());
        }

        @Override
        public Optional<Borrowing> borrowing() {
            return sized.map(each -> new OfSize(ground, each));
        }

        @Override
        public void close() {
            // Each trace has closed its pool.
        }
    }

    private final class OfSize implements Borrowing {

        private final Ground ground;
        private final Sized sizes;

        private OfSize(Ground ground, Sized sizes) {
            this.ground = ground;
            this.sizes = sizes;
        }

        @Override
        public Times cycle(Duration time) throws IOException, InterruptedException {
            try (PlainPool pool = make(ground, played)) {
                return BorrowCosts.cycle(pool.dataSource(), time);
            }
        }

        @Override
        public Times bareCycle(Duration time) throws IOException, InterruptedException {
            try (PlainPool pool = make(ground, sizes.of(BorrowCosts.CONNECTIONS))) {
                return BorrowCosts.cycle(pool.dataSource(), time);
            }
        }

        @Override
        public Times saturated(Duration time) throws IOException, InterruptedException {
            try (PlainPool pool = make(ground, sizes.of(BorrowCosts.CONNECTIONS))) {
                return BorrowCosts.saturated(pool.dataSource(), time);
            }
        }

        @Override
        public Times barrier(int rounds) throws IOException, InterruptedException {
            try (PlainPool pool = make(ground, sizes.of(1))) {
                return BorrowCosts.barrier(pool.dataSource(), rounds);
            }
        }
    }

    private PlainPool make(Ground ground, PlainPool.Maker maker) throws IOException {
        try {
            return maker.make(ground.database().app());
        } catch (SQLException e) {
            throw new IOException("The pool of " + id + " cannot be made", e);
        }
    }
}
