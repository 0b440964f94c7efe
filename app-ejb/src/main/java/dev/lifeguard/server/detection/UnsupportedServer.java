package dev.lifeguard.server.detection;

import dev.lifeguard.pool.FailureKind;
import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.PoolSettings;
import dev.lifeguard.pool.PoolUsage;
import dev.lifeguard.server.InstanceName;
import dev.lifeguard.server.PoolAccessException;
import dev.lifeguard.server.PoolReader;
import dev.lifeguard.server.SqlFailures;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A server that we have no adapter for: has no pool that we could see. */
final class UnsupportedServer implements PoolReader {

    private final String reason;

    /** @param reason why it is not supported, a sentence for people; becomes one line */
    UnsupportedServer(String reason) {
        this.reason = reason.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    @Override
    public String server() {
        return "Unsupported server: " + reason;
    }

    @Override
    public String instance() {
        return InstanceName.of("unsupported", directory().toString());
    }

    @Override
    public Path directory() {
        return Path.of(System.getProperty("user.dir", "")).toAbsolutePath();
    }

    @Override
    public List<Pool> pools() {
        return List.of();
    }

    @Override
    public Optional<PoolUsage> usage(Pool pool) {
        throw unknown(pool);
    }

    @Override
    public PoolSettings settings(Pool pool) {
        throw unknown(pool);
    }

    @Override
    public FailureKind kindOf(Throwable failure) {
        return SqlFailures.kindOf(failure);
    }

    private PoolAccessException unknown(Pool pool) {
        return new PoolAccessException(
                PoolAccessException.Category.UNKNOWN_POOL, "No pool " + pool.name() + ". " + server());
    }
}
