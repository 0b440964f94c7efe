package dev.lifeguard.web.live;

import dev.lifeguard.background.OwnThread;
import dev.lifeguard.operations.OperationListener;
import dev.lifeguard.operations.OperationRecord;
import dev.lifeguard.web.rest.OperationJson;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tells every reader the same: first all pools, then once a second those that have changed, and each operation as it gets on. One thread
 * for all of them, which waits for none.
 */
public final class LiveFeed implements OperationListener {

    private static final Logger LOG = System.getLogger(LiveFeed.class.getName());
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /** Others at every reading; a pool of which nothing else changed has not changed. */
    private static final List<String> RESTLESS = List.of("ageMillis", "samples");
    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());
    private static final byte[] STILL_THERE = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private final Supplier<JsonObject> listing;
    private final BlockingQueue<Runnable> news = new LinkedBlockingQueue<>();
    private final Queue<LiveReader> readers = new ConcurrentLinkedQueue<>();
    private OwnThread thread;

    // Of the feed's thread alone.
    private Map<String, Map<String, JsonValue>> told = Map.of();
    private long lastId;
    private boolean failing;

    /** @param listing what there is to tell of all pools now: {@code pools}, each with an {@code id}, and whatever else */
    public LiveFeed(Supplier<JsonObject> listing) {
        this.listing = listing;
    }

    public void start() {
        thread = OwnThread.start("lifeguard-live", this::run);
    }

    /** Ends every stream too. */
    public void stop() {
        thread.stop(PATIENCE);
        readers.forEach(LiveReader::end);
    }

    /** From now on this one is told everything, all pools first. */
    void join(LiveReader reader) {
        news.add(() -> {
            boolean joined = false;
            try {
                // Whoever is there already has been told what those now present are like; a change since is told to both.
                JsonObject all = listing.get();
                if (readers.isEmpty()) {
                    told = byId(all);
                }
                joined = reader.offer(event("snapshot", all));
            } finally {
                if (joined) {
                    readers.add(reader);
                } else {
                    // It would wait for ever, in the place of another.
                    reader.end();
                }
            }
        });
    }

    @Override
    public void changed(OperationRecord operation) {
        news.add(() -> {
            if (!readers.isEmpty()) {
                tell(event("operation", OperationJson.of(operation)));
            }
        });
    }

    private void run() throws InterruptedException {
        long next = System.nanoTime() + INTERVAL.toNanos();
        while (!Thread.currentThread().isInterrupted()) {
            Runnable piece = news.poll(next - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (piece != null) {
                withoutFailing(piece);
            } else {
                withoutFailing(this::tellChanges);
                next = Math.max(next + INTERVAL.toNanos(), System.nanoTime());
            }
        }
    }

    private void withoutFailing(Runnable step) {
        try {
            step.run();
            failing = false;
        } catch (RuntimeException | Error e) {
            // Nobody looks after this thread: whatever it was, the next piece has to be told.
            if (!failing) {
                LOG.log(Level.ERROR, "What is told live could not be told", e);
            }
            failing = true;
        }
    }

    void tellChanges() {
        if (readers.isEmpty()) {
            return;
        }
        JsonObject all = listing.get();
        Map<String, Map<String, JsonValue>> now = byId(all);
        JsonArrayBuilder changed = JSON.createArrayBuilder();
        JsonArrayBuilder gone = JSON.createArrayBuilder();
        boolean any = false;
        for (JsonObject pool : all.getJsonArray("pools").getValuesAs(JsonObject.class)) {
            String id = pool.getString("id");
            if (!now.get(id).equals(told.get(id))) {
                changed.add(pool);
                any = true;
            }
        }
        for (String id : told.keySet()) {
            if (!now.containsKey(id)) {
                gone.add(id);
                any = true;
            }
        }
        told = now;
        JsonObjectBuilder json = JSON.createObjectBuilder().add("pools", changed).add("gone", gone);
        // Where there is nothing to tell, a comment: who is gone is noticed when something is written to him.
        tell(any ? event("pools", json.build()) : STILL_THERE);
    }

    private void tell(byte[] event) {
        readers.removeIf(reader -> !reader.offer(event));
    }

    private byte[] event(String name, JsonObject data) {
        lastId++;
        return ("id: " + lastId + "\nevent: " + name + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Map<String, JsonValue>> byId(JsonObject listing) {
        Map<String, Map<String, JsonValue>> pools = new HashMap<>();
        for (JsonObject pool : listing.getJsonArray("pools").getValuesAs(JsonObject.class)) {
            Map<String, JsonValue> lasting = new HashMap<>(pool);
            RESTLESS.forEach(lasting::remove);
            pools.put(pool.getString("id"), lasting);
        }
        return pools;
    }
}
