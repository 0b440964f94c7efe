package dev.lifeguard.server;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.SettingsChange;
import dev.lifeguard.pool.SettingsInForce;
import dev.lifeguard.server.PoolAccessException.Category;
import java.util.Optional;

/** Of a server whose inside is not as known: can change nothing, and says why. */
public final class NoControl implements PoolControl, PoolCare {

    private final String reason;

    /** @param reason why, a sentence for people */
    public NoControl(String reason) {
        this.reason = reason;
    }

    @Override
    public Optional<String> lacks(Pool pool, Capability capability) {
        return Optional.of(reason);
    }

    @Override
    public Optional<SettingsInForce> inForce(Pool pool) {
        throw unsupported();
    }

    @Override
    public void change(Pool pool, SettingsChange change) {
        throw unsupported();
    }

    @Override
    public void persist(Pool pool, SettingsChange change) {
        throw unsupported();
    }

    @Override
    public Recycling recycle(Pool pool) {
        throw unsupported();
    }

    @Override
    public int flush(Pool pool) {
        throw unsupported();
    }

    @Override
    public void wake(Pool pool, int requests) {
        throw unsupported();
    }

    @Override
    public boolean openOne(Pool pool) {
        throw unsupported();
    }

    @Override
    public boolean retireIdle(Pool pool) {
        throw unsupported();
    }

    private PoolAccessException unsupported() {
        return new PoolAccessException(Category.UNSUPPORTED, reason);
    }
}
