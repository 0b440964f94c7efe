package dev.lifeguard.operations;

import dev.lifeguard.operations.JournalLine.Copied;
import dev.lifeguard.operations.JournalLine.Entry;
import dev.lifeguard.operations.RefusedException.Kind;
import dev.lifeguard.pool.PoolId;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The truth about what was begun, what became of it and what holds for each pool: in memory, and line by line in a file. An intent is on
 * the disk before it is acted on; an outcome that cannot be written stays in memory and is written as soon as anything can be.
 *
 * <p>At the start, and after every 20,000 lines, the file is rewritten with what still counts. For any thread.
 */
final class Journal implements AutoCloseable {

    static final String FILE = "operations.jsonl";

    private static final Logger LOG = System.getLogger(Journal.class.getName());
    static final int LINES_BETWEEN_REWRITES = 20_000;

    private final Path directory;
    private final String run;
    private final Audit audit = new Audit();
    /** What holds for each pool where it is not nothing, and the run in which that was ordered. */
    private final Map<PoolId, Entry> standings = new HashMap<>();
    /** Intents of which no outcome is known, in their order. */
    private final Map<UUID, Entry> unsettled = new LinkedHashMap<>();
    private JournalFile file;
    /** Whether the file lacks something that memory has. */
    private boolean behind;
    private boolean closed;
    private int lines;
    private Optional<Trouble> trouble;

    /** Why nothing may be begun. */
    record Trouble(Kind kind, String message) {

        RefusedException refusal() {
            return new RefusedException(kind, message);
        }
    }

    /** @param run names the run of the server's JVM, so that a restart can be told from one of the application alone */
    Journal(Path directory, String run) {
        this.directory = directory;
        this.run = run;
        trouble = Optional.of(new Trouble(Kind.NO_JOURNAL, "The journal in " + directory + " is not open yet"));
    }

    Audit audit() {
        return audit;
    }

    /** Why nothing may be begun; empty if it may. */
    synchronized Optional<Trouble> trouble() {
        return trouble;
    }

    /** Opens the file, unless it is, or was closed; or tries once more to write what could not be. */
    synchronized void open() {
        if (trouble.isEmpty() || closed) {
            return;
        }
        try {
            if (file == null) {
                file = load(JournalFile.open(directory, FILE));
            }
            rewrite();
            LOG.log(Level.INFO, "The journal of operations is in {0}", directory);
        } catch (JournalFile.HeldException e) {
            troubled(Kind.SWITCHED_OFF, e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            troubled(Kind.NO_JOURNAL, "The journal in " + directory + " cannot be written: " + e, e);
        }
    }

    private void troubled(Kind kind, String message, Exception cause) {
        behind = true;
        // Once, not at each attempt.
        if (trouble.isEmpty() || !trouble.get().message().equals(message)) {
            LOG.log(Level.WARNING, () -> message + ". Operations are refused until it can", cause);
        }
        trouble = Optional.of(new Trouble(kind, message));
    }

    private JournalFile load(JournalFile opened) throws IOException {
        try {
            read(opened);
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void read(JournalFile opened) throws IOException {
        List<String> unreadable = new ArrayList<>();
        Audit before = new Audit();
        for (String text : opened.lines()) {
            JournalLine line = JournalJson.read(text).orElse(null);
            if (line instanceof Entry entry) {
                entry.record().ifPresent(before::put);
                take(entry);
            } else if (line instanceof Copied copied) {
                before.copied(copied.last());
            } else {
                unreadable.add(text);
            }
        }
        if (!unreadable.isEmpty()) {
            LOG.log(Level.WARNING, "{0} lines of the journal cannot be read; they are kept beside it", unreadable.size());
            opened.setAside(unreadable);
        }
        audit.follow(before);
    }

    private void take(Entry entry) {
        OperationRecord record = entry.record().orElse(null);
        boolean intent = record != null && record.state() == OperationRecord.State.RUNNING;
        if (intent) {
            unsettled.put(record.id(), entry);
        } else if (record != null) {
            unsettled.remove(record.id());
        }
        // What a drain and keeping min mean begins with the order.
        boolean holds = !intent || record.operation() == Operation.DRAIN || record.operation() == Operation.WARM;
        if (holds && entry.standing().isPresent()) {
            if (entry.standing().get().equals(Standing.NONE)) {
                standings.remove(entry.pool());
            } else {
                standings.put(entry.pool(), new Entry(entry.run(), entry.pool(), Optional.empty(), entry.standing()));
            }
        }
    }

    /** With the file as it is: what counts, and nothing else. */
    private void rewrite() throws IOException {
        List<JournalLine> kept = new ArrayList<>();
        List<OperationRecord> copied = audit.copied();
        copied.forEach(record -> kept.add(ended(record)));
        if (!copied.isEmpty()) {
            kept.add(new Copied(copied.get(copied.size() - 1).id()));
        }
        audit.uncopied(Audit.MOST).forEach(record -> kept.add(ended(record)));
        kept.addAll(unsettled.values());
        kept.addAll(standings.values());
        file.replace(kept.stream().map(JournalJson::write).toList());
        lines = 0;
        behind = false;
        trouble = Optional.empty();
    }

    private Entry ended(OperationRecord record) {
        return new Entry(run, record.pool(), Optional.of(record), Optional.empty());
    }

    /**
     * Writes an intent to the disk.
     *
     * @param standing what holds for the pool once it is done; of a drain and of keeping min, from now on; empty if that stays as it is
     * @throws RefusedException if that cannot be; then there is no such intent
     */
    synchronized void intend(OperationRecord record, Optional<Standing> standing) {
        if (file != null && behind) {
            open();
        }
        requireWritable();
        Entry entry = new Entry(run, record.pool(), Optional.of(record), standing);
        append(entry, true);
        requireWritable();
        take(entry);
        audit.put(record);
    }

    private void requireWritable() {
        if (trouble.isPresent()) {
            throw trouble.get().refusal();
        }
    }

    /**
     * Remembers what became of an intent, or an entry that is one of its own: a refusal, a change from outside.
     *
     * @param standing what holds for the pool from now on; empty if that stays as it is
     */
    synchronized void settle(OperationRecord record, Optional<Standing> standing) {
        Entry entry = new Entry(run, record.pool(), Optional.of(record), standing);
        take(entry);
        audit.put(record);
        append(entry, record.state() != OperationRecord.State.REFUSED);
    }

    /** The database has every outcome up to this one. */
    synchronized void copied(UUID last) {
        audit.copied(last);
        append(new Copied(last), false);
    }

    private void append(JournalLine line, boolean durable) {
        if (file == null || behind) {
            behind = true;
            return;
        }
        try {
            // Beforehand: memory does not have an intent before it is on the disk, so that a rewrite afterwards would leave it out.
            if (lines >= LINES_BETWEEN_REWRITES) {
                rewrite();
            }
            file.append(JournalJson.write(line), durable);
            lines++;
        } catch (IOException e) {
            troubled(Kind.NO_JOURNAL, "The journal in " + directory + " cannot be written: " + e, e);
        }
    }

    /** What holds for this pool. */
    synchronized Standing standing(PoolId pool) {
        return Optional.ofNullable(standings.get(pool)).flatMap(Entry::standing).orElse(Standing.NONE);
    }

    /** Whether what holds for this pool was ordered in this run of the JVM. */
    synchronized boolean ofThisRun(PoolId pool) {
        return Optional.ofNullable(standings.get(pool)).map(entry -> entry.run().equals(run)).orElse(true);
    }

    /** Intents for this pool of which no outcome is known, in their order. */
    synchronized List<Entry> unsettled(PoolId pool) {
        return unsettled.values().stream().filter(entry -> entry.pool().equals(pool)).toList();
    }

    /** Whether this was written in this run of the JVM. */
    boolean ofThisRun(Entry entry) {
        return entry.run().equals(run);
    }

    @Override
    public synchronized void close() throws IOException {
        // For good: a thread that has not ended yet must not take the lock from the next Lifeguard.
        closed = true;
        trouble = Optional.of(new Trouble(Kind.SWITCHED_OFF, "Lifeguard is ending"));
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
