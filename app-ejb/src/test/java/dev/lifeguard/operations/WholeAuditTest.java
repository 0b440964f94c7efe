package dev.lifeguard.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lifeguard.observation.HistoryAwayException;
import dev.lifeguard.operations.OperationRecord.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class WholeAuditTest {

    private static final int ENTRIES = Audit.KEPT + 2_500;
    private static final int LIMIT = 997;

    private final Audit audit = new Audit();
    private final Kept kept = new Kept();
    private final WholeAudit whole = new WholeAudit(audit, Optional.of(kept));

    @Test
    void pagesGoOnOverTheEndOfMemoryWithoutAGapOrARepetition() {
        List<OperationRecord> all = entries(number -> Duration.ofMillis(number));
        fill(all);
        assertThat(pages(any())).containsExactlyElementsOf(reversed(all));
        assertThat(kept.asked).isPositive();
    }

    @Test
    void soTheyDoWhenTheClockHadBeenSetBack() {
        List<OperationRecord> all = entries(number -> Duration.ofMillis(number < 1_000 ? number + 50_000 : number));
        fill(all);
        List<OperationRecord> paged = pages(any());
        assertThat(paged).hasSameSizeAs(all).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void aPageEndsWhereItShouldWhateverGoesMeanwhile() {
        List<OperationRecord> all = entries(number -> Duration.ofMillis(number));
        fill(all);
        List<OperationRecord> paged = new ArrayList<>(whole.page(any().goingOn(Optional.empty(), LIMIT)).entries());
        // As many as push out of memory what was told last.
        List<OperationRecord> younger = new ArrayList<>();
        for (int number = 0; number < Audit.KEPT; number++) {
            younger.add(entry(Duration.ofHours(1).plusMillis(number)));
        }
        fill(younger);
        paged.addAll(pagesAfter(paged.get(paged.size() - 1), any()));
        assertThat(paged).containsExactlyElementsOf(reversed(all));
    }

    @Test
    void filtersHoldOnBothSides() {
        List<OperationRecord> all = entries(number -> Duration.ofMillis(number));
        fill(all);
        Instant from = all.get(1_000).at();
        Instant to = all.get(ENTRIES - 1_000).at();
        AuditQuery query = new AuditQuery(
                Optional.empty(), Optional.empty(), Optional.of(State.REFUSED), Optional.empty(), Optional.of(from), Optional.of(to),
                Optional.empty(), LIMIT);
        assertThat(pages(query)).containsExactlyElementsOf(reversed(all.stream()
                .filter(entry -> entry.state() == State.REFUSED && !entry.at().isBefore(from) && entry.at().isBefore(to)).toList()));
    }

    @Test
    void olderEntriesAreAskedForOnlyWhereTheyMayMatch() {
        List<OperationRecord> all = entries(number -> Duration.ofMillis(number));
        fill(all);
        whole.page(any().goingOn(Optional.empty(), 10));
        whole.page(new AuditQuery(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("nobody"), Optional.of(all.get(ENTRIES - 5).at()),
                Optional.empty(), Optional.empty(), 10));
        whole.find(all.get(ENTRIES - 1).id());
        assertThat(kept.asked).isZero();
    }

    @Test
    void whenTheyCannotBeReadWhatMemoryHasIsToldAndWhyThereIsNoMore() {
        List<OperationRecord> all = entries(number -> Duration.ofMillis(number));
        fill(all);
        kept.away = true;
        OperationRecord eldest = all.get(ENTRIES - Audit.KEPT + 2);
        AuditPage page = whole.page(any().goingOn(Optional.of(eldest.id()), 10));
        assertThat(page.entries()).containsExactly(all.get(ENTRIES - Audit.KEPT + 1), all.get(ENTRIES - Audit.KEPT));
        assertThat(page.missing()).contains("Older entries cannot be read now: away");
        assertThatExceptionOfType(HistoryAwayException.class).isThrownBy(() -> whole.find(all.get(0).id()));
    }

    @Test
    void oneEntryIsFoundWhereverItIs() {
        List<OperationRecord> all = entries(number -> Duration.ofMillis(number));
        fill(all);
        assertThat(whole.find(all.get(0).id())).contains(all.get(0));
        assertThat(whole.find(all.get(ENTRIES - 1).id())).contains(all.get(ENTRIES - 1));
        assertThat(whole.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void whereNothingIsKeptMemoryIsAll() {
        WholeAudit alone = new WholeAudit(audit, Optional.empty());
        assertThat(alone.page(any())).isEqualTo(new AuditPage(List.of(), Optional.empty()));
        assertThat(alone.find(UUID.randomUUID())).isEmpty();
    }

    private List<OperationRecord> pages(AuditQuery query) {
        return pagesAfter(null, query);
    }

    private List<OperationRecord> pagesAfter(OperationRecord last, AuditQuery query) {
        List<OperationRecord> paged = new ArrayList<>();
        Optional<UUID> after = Optional.ofNullable(last).map(OperationRecord::id);
        List<OperationRecord> page;
        do {
            page = whole.page(query.goingOn(after, LIMIT)).entries();
            paged.addAll(page);
            after = page.isEmpty() ? after : Optional.of(page.get(page.size() - 1).id());
        } while (page.size() == LIMIT);
        return paged;
    }

    /** Has memory hold the youngest of them, and copies of all kept. */
    private void fill(List<OperationRecord> all) {
        for (OperationRecord entry : all) {
            kept.entries.add(entry);
            audit.put(entry);
            audit.copied(entry.id());
        }
    }

    private static List<OperationRecord> entries(IntFunction<Duration> since) {
        List<OperationRecord> entries = new ArrayList<>();
        for (int number = 0; number < ENTRIES; number++) {
            entries.add(entry(since.apply(number)));
        }
        return entries;
    }

    private static OperationRecord entry(Duration sinceNoon) {
        Instant at = Scene.NOON.plus(sinceNoon);
        State state = new Random(sinceNoon.toMillis()).nextBoolean() ? State.DONE : State.REFUSED;
        return new OperationRecord(
                UUID.randomUUID(), at, Optional.of(at), Scene.ANN, Scene.APP.id(), "jdbc/app", Operation.PING, Map.of(), Map.of(), Map.of(),
                Optional.empty(), state, "done", Optional.empty());
    }

    private static List<OperationRecord> reversed(List<OperationRecord> entries) {
        List<OperationRecord> reversed = new ArrayList<>(entries);
        Collections.reverse(reversed);
        return reversed;
    }

    private static AuditQuery any() {
        return new AuditQuery(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), LIMIT);
    }

    /** By time and id, as the database has them. */
    private static final class Kept implements OperationHistory {

        private final List<OperationRecord> entries = new ArrayList<>();
        private boolean away;
        private int asked;

        @Override
        public List<OperationRecord> older(AuditQuery query, Optional<Instant> until, Predicate<UUID> known) {
            requireThere();
            Comparator<OperationRecord> newestFirst =
                    Comparator.comparing(OperationRecord::at).thenComparing(entry -> entry.id().toString()).reversed();
            Optional<OperationRecord> after = query.before().map(id -> find(id).orElseThrow());
            return new HashSet<>(entries).stream()
                    .sorted(newestFirst)
                    .filter(entry -> after.isEmpty() || newestFirst.compare(entry, after.get()) > 0)
                    .filter(entry -> until.isEmpty() || !entry.at().isAfter(until.get()))
                    .filter(entry -> query.state().isEmpty() || query.state().get() == entry.state())
                    .filter(entry -> query.from().isEmpty() || !entry.at().isBefore(query.from().get()))
                    .filter(entry -> query.to().isEmpty() || entry.at().isBefore(query.to().get()))
                    .filter(entry -> !known.test(entry.id()))
                    .limit(query.limit())
                    .toList();
        }

        @Override
        public Optional<OperationRecord> find(UUID id) {
            requireThere();
            return entries.stream().filter(entry -> entry.id().equals(id)).findFirst();
        }

        private void requireThere() {
            asked++;
            if (away) {
                throw new HistoryAwayException("away", null);
            }
        }
    }
}
