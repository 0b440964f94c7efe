package dev.lifeguard.operations;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Whether and how pools may be changed.
 *
 * @param enabled whether they may
 * @param dataDirectory where the journal is
 * @param databaseReserve how many of the connections that the database allows are left to others than the pools, 0 to 10,000
 */
public record OperationsSettings(boolean enabled, Path dataDirectory, int databaseReserve) {

    public static final String ENABLED = "lifeguard.operations";
    public static final String DATA_DIRECTORY = "lifeguard.data.dir";
    public static final String DATABASE_RESERVE = "lifeguard.operations.database-reserve";

    public static final int DEFAULT_DATABASE_RESERVE = 5;
    private static final int LARGEST_RESERVE = 10_000;

    /** @throws IllegalArgumentException naming the property, its value and its range */
    public OperationsSettings {
        Objects.requireNonNull(dataDirectory, DATA_DIRECTORY);
        if (databaseReserve < 0 || databaseReserve > LARGEST_RESERVE) {
            throw new IllegalArgumentException(
                    DATABASE_RESERVE + " is " + databaseReserve + "; it must be from 0 to " + LARGEST_RESERVE);
        }
    }

    /** The defaults, with the journal in this directory. */
    public static OperationsSettings defaults(Path dataDirectory) {
        return new OperationsSettings(true, dataDirectory, DEFAULT_DATABASE_RESERVE);
    }
}
