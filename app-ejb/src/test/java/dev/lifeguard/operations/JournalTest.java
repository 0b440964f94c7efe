package dev.lifeguard.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.operations.OperationRecord.State;
import dev.lifeguard.pool.PoolId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private static final PoolId POOL = Scene.APP.id();
    private static final Standing STANDING = new Standing(
            true, true, Map.of(Setting.MAX, new Standing.Temporary(20, 30)),
            Map.of(Setting.MAX, new Standing.Revert(20, 30, true, Scene.NOON)), Optional.of(GovernorMode.GOVERN));

    @TempDir
    private Path directory;

    @Test
    void whatWasWrittenIsThereAgain() throws IOException {
        OperationRecord done = record("because");
        OperationRecord begun = record("and then");
        try (Journal journal = open("run 1")) {
            journal.intend(done, Optional.of(STANDING));
            journal.settle(ended(done, State.DONE), Optional.of(STANDING));
            journal.intend(begun, Optional.of(Standing.NONE));
        }
        for (int time = 1; time <= 2; time++) {
            try (Journal again = open("run 2")) {
                assertThat(again.standing(POOL)).isEqualTo(STANDING);
                assertThat(again.ofThisRun(POOL)).isFalse();
                assertThat(again.unsettled(POOL)).extracting(entry -> entry.record().orElseThrow()).containsExactly(begun);
                assertThat(again.audit().find(done.id())).contains(ended(done, State.DONE));
            }
        }
    }

    @Test
    void anIntentAtWhichTheFileIsRewrittenIsInIt() throws IOException {
        OperationRecord begun = record("because");
        try (Journal journal = open("run 1")) {
            for (int line = 1; line < Journal.LINES_BETWEEN_REWRITES; line++) {
                journal.settle(ended(record("no"), State.REFUSED), Optional.empty());
            }
            journal.intend(begun, Optional.of(STANDING));
        }
        try (Journal again = open("run 2")) {
            assertThat(again.unsettled(POOL)).extracting(entry -> entry.record().orElseThrow()).containsExactly(begun);
        }
    }

    @Test
    void aClosedJournalStaysClosed() throws IOException {
        Journal closed = open("run 1");
        closed.close();

        closed.open();

        assertThat(closed.trouble()).map(Journal.Trouble::message).contains("Lifeguard is ending");
        try (Journal next = open("run 1")) {
            assertThat(next.trouble()).isEmpty();
        }
    }

    @Property(tries = 300)
    void anyCutLosesNoWholeEntry(@ForAll("reasons") List<String> reasons, @ForAll("shares") double share) throws IOException {
        Path data = Files.createTempDirectory("journal");
        List<OperationRecord> records = reasons.stream().map(JournalTest::record).toList();
        try (Journal journal = new Journal(data, "run 1")) {
            journal.open();
            records.forEach(record -> journal.intend(record, Optional.empty()));
        }
        Path file = data.resolve(Journal.FILE);
        byte[] all = Files.readAllBytes(file);
        int cut = (int) (share * all.length);
        Files.write(file, Arrays.copyOf(all, cut));
        long whole = new String(all, 0, cut, StandardCharsets.UTF_8).chars().filter(one -> one == '\n').count();

        try (Journal again = new Journal(data, "run 2")) {
            again.open();
            assertThat(again.trouble()).isEmpty();
            assertThat(again.unsettled(POOL))
                    .extracting(entry -> entry.record().orElseThrow())
                    .containsExactlyElementsOf(records.subList(0, (int) whole));
        } finally {
            for (Path left : List.of(file, data.resolve(Journal.FILE + ".lock"), data)) {
                Files.delete(left);
            }
        }
    }

    @Provide
    Arbitrary<List<String>> reasons() {
        return Arbitraries.strings()
                .all()
                .ofMaxLength(40)
                .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text))
                .list().ofMinSize(1).ofMaxSize(6);
    }

    @Provide
    Arbitrary<Double> shares() {
        return Arbitraries.doubles().between(0, 1);
    }

    @Test
    void anEntryIsOneLineWhateverIsInIt() throws IOException {
        OperationRecord record = record("first\nsecond\r\u2028third\u0000{\"state\":\"DONE\"}");
        try (Journal journal = open("run 1")) {
            journal.intend(record, Optional.empty());
        }

        assertThat(Files.readString(directory.resolve(Journal.FILE)).chars().filter(one -> one < ' ')).containsExactly((int) '\n');
    }

    @Test
    void aLineThatCannotBeReadIsKeptAsideAndTheOthersAreRead() throws IOException {
        OperationRecord record = record("because");
        try (Journal journal = open("run 1")) {
            journal.settle(ended(record, State.DONE), Optional.empty());
        }
        Path file = directory.resolve(Journal.FILE);
        String good = Files.readString(file);
        Files.writeString(file, "{\"run\":1}\n\0\0\0\nnull\n" + good + "{\"run\":\"a\",\"pool\":\"x\"}\n");

        try (Journal again = open("run 2")) {
            assertThat(again.trouble()).isEmpty();
            assertThat(again.audit().find(record.id())).isPresent();
        }
        assertThat(Files.readAllLines(directory.resolve(Journal.FILE + ".unreadable"))).hasSize(4);
        assertThat(Files.readAllLines(file)).hasSize(1);
    }

    @Test
    void theDatabaseHasWhatIsMarkedAndNoMore() throws IOException {
        OperationRecord first = ended(record("first"), State.DONE);
        OperationRecord second = ended(record("second"), State.REFUSED);
        try (Journal journal = open("run 1")) {
            journal.settle(first, Optional.empty());
            journal.settle(second, Optional.empty());
            journal.copied(first.id());
        }
        for (int time = 1; time <= 2; time++) {
            try (Journal again = open("run 2")) {
                assertThat(again.audit().uncopied(10)).containsExactly(second);
            }
        }
    }

    @Test
    void keepsTheLastTenThousandAndNeverDropsWhatIsNotCopied() throws IOException {
        OperationRecord uncopied = ended(record("uncopied"), State.DONE);
        try (Journal journal = open("run 1")) {
            for (int number = 0; number < Audit.KEPT + 100; number++) {
                journal.settle(ended(record("number " + number), State.REFUSED), Optional.empty());
                if (number == 99) {
                    journal.copied(journal.audit().uncopied(100).get(99).id());
                    journal.settle(uncopied, Optional.empty());
                }
            }
            assertThat(journal.audit().find(uncopied.id())).isPresent();
        }
        try (Journal again = open("run 2")) {
            assertThat(again.audit().uncopied(Audit.MOST)).hasSize(Audit.KEPT + 1).startsWith(uncopied);
            again.copied(again.audit().uncopied(Audit.MOST).get(Audit.KEPT).id());
            again.settle(ended(record("one more"), State.DONE), Optional.empty());
            assertThat(again.audit().find(uncopied.id())).isEmpty();
        }
        assertThat(Files.readAllLines(directory.resolve(Journal.FILE))).hasSizeLessThan(Audit.KEPT + 10);
    }

    @Test
    void aQueryIsAnsweredInPagesTheNewestFirst() throws IOException {
        try (Journal journal = open("run 1")) {
            List<OperationRecord> all = List.of(
                    ended(record("1"), State.DONE), ended(record("2"), State.REFUSED), ended(record("3"), State.DONE));
            all.forEach(record -> journal.settle(record, Optional.empty()));
            AuditQuery first = query(Optional.of(State.DONE), Optional.empty(), 1);

            List<OperationRecord> page = journal.audit().query(first).entries();
            assertThat(page).containsExactly(all.get(2));
            assertThat(journal.audit().query(query(Optional.of(State.DONE), Optional.of(page.get(0).id()), 1)).entries())
                    .containsExactly(all.get(0));
            assertThat(journal.audit().query(query(Optional.empty(), Optional.of(UUID.randomUUID()), 10)).entries()).isEmpty();
        }
    }

    private static AuditQuery query(Optional<State> state, Optional<UUID> before, int limit) {
        return new AuditQuery(
                Optional.of(POOL), Optional.of(Operation.SETTINGS), state, Optional.of("ann"), Optional.of(Scene.NOON),
                Optional.of(Scene.NOON.plusSeconds(1)), before, limit);
    }

    private Journal open(String run) {
        Journal journal = new Journal(directory, run);
        journal.open();
        assertThat(journal.trouble()).isEmpty();
        return journal;
    }

    private static OperationRecord record(String reason) {
        return new OperationRecord(
                UUID.randomUUID(), Scene.NOON, Optional.empty(), Scene.ANN, POOL, "jdbc/app", Operation.SETTINGS, Map.of("max", "20"),
                Map.of("max", "30"), Map.of(), Optional.of(reason), State.RUNNING, "It has begun", Optional.of(Instant.EPOCH));
    }

    private static OperationRecord ended(OperationRecord record, State state) {
        return record.ended(Scene.NOON, state, "done", Map.of("max", "20"));
    }
}
