package dev.lifeguard.operations;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The last 10,000 entries in memory, and what older ones the database does not have yet, up to 50,000 in all; those beyond are counted. For
 * any thread.
 */
final class Audit {

    static final int KEPT = 10_000;
    static final int MOST = 50_000;

    /** In the order in which they began. */
    private final Map<UUID, OperationRecord> entries = new LinkedHashMap<>();
    /** Ended, and not in the database, in the order in which they ended. */
    private final Set<UUID> uncopied = new LinkedHashSet<>();
    private long dropped;
    /** When the youngest was asked for of those that were here and no longer are; null if there is none. */
    private Instant letGo;

    /**
     * What memory has to say to a query.
     *
     * @param until when the youngest was asked for of those that are here no more, as far as that is known; empty if none ever was here
     * @param beyond the entry after which the query wants to go on, if it is not here; empty if it is, or if it wants to begin
     */
    record Match(List<OperationRecord> entries, Optional<Instant> until, Optional<UUID> beyond) {}

    /** A new entry, or an older one as it is now. */
    synchronized void put(OperationRecord entry) {
        entries.put(entry.id(), entry);
        if (entry.state() != OperationRecord.State.RUNNING) {
            uncopied.add(entry.id());
        }
        Iterator<UUID> eldest = entries.keySet().iterator();
        while (entries.size() > KEPT) {
            UUID id = eldest.next();
            if (uncopied.contains(id)) {
                if (entries.size() <= MOST) {
                    return;
                }
                uncopied.remove(id);
                dropped++;
            }
            Instant at = entries.get(id).at();
            letGo = letGo == null || at.isAfter(letGo) ? at : letGo;
            eldest.remove();
        }
    }

    /** The database has everything that ended, up to this entry. */
    synchronized void copied(UUID last) {
        if (uncopied.contains(last)) {
            Iterator<UUID> ended = uncopied.iterator();
            UUID id;
            do {
                id = ended.next();
                ended.remove();
            } while (!id.equals(last));
        }
    }

    /** What the database does not have, in the order in which it ended. */
    synchronized List<OperationRecord> uncopied(int most) {
        return uncopied.stream().limit(most).map(entries::get).toList();
    }

    /** What ended and is in the database. */
    synchronized List<OperationRecord> copied() {
        return entries.values().stream()
                .filter(entry -> entry.state() != OperationRecord.State.RUNNING && !uncopied.contains(entry.id()))
                .toList();
    }

    synchronized Optional<OperationRecord> find(UUID id) {
        return Optional.ofNullable(entries.get(id));
    }

    /** Those that match, the newest first. */
    synchronized Match query(AuditQuery query) {
        List<OperationRecord> newestFirst = new ArrayList<>(entries.values());
        Collections.reverse(newestFirst);
        Stream<OperationRecord> older = newestFirst.stream();
        if (query.before().isPresent()) {
            older = older.dropWhile(entry -> !entry.id().equals(query.before().get())).skip(1);
        }
        return new Match(
                older.filter(entry -> matches(query, entry)).limit(query.limit()).toList(),
                until(),
                query.before().filter(id -> !entries.containsKey(id)));
    }

    private Optional<Instant> until() {
        Optional<Instant> eldest = entries.values().stream().findFirst().map(OperationRecord::at);
        // Later than the eldest that is left, if the clock was set back between the two.
        return Stream.of(eldest, Optional.ofNullable(letGo)).flatMap(Optional::stream).max(Instant::compareTo);
    }

    private static boolean matches(AuditQuery query, OperationRecord entry) {
        return query.pool().map(entry.pool()::equals).orElse(true)
                && query.operation().map(entry.operation()::equals).orElse(true)
                && query.state().map(entry.state()::equals).orElse(true)
                && query.actor().map(entry.actor().name()::equals).orElse(true)
                && query.from().map(from -> !entry.at().isBefore(from)).orElse(true)
                && query.to().map(entry.at()::isBefore).orElse(true);
    }

    /** Comes after what another has, which is older. */
    synchronized void follow(Audit older) {
        List<OperationRecord> younger = List.copyOf(entries.values());
        List<UUID> youngerUncopied = List.copyOf(uncopied);
        entries.clear();
        uncopied.clear();
        entries.putAll(older.entries);
        uncopied.addAll(older.uncopied);
        younger.forEach(entry -> entries.put(entry.id(), entry));
        uncopied.addAll(youngerUncopied);
    }

    /** The database will never have so many of those that ended. */
    synchronized void lost(int entries) {
        dropped += entries;
    }

    /** Entries that were forgotten before the database had them, or that it does not take, since the start. */
    synchronized long dropped() {
        return dropped;
    }
}
