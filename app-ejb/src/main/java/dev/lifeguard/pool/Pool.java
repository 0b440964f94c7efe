package dev.lifeguard.pool;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A pool of the server, by identity. Its numbers are in {@link PoolUsage} and {@link PoolSettings}.
 *
 * @param id names the pool in addresses and configuration keys
 * @param name its JNDI name, the first if it has several, else the server's own name for it
 * @param otherNames the further JNDI names that lead to the same pool, sorted; often empty
 * @param key what the server tells the pool by; unique on the server and stable over restarts
 * @param source who brought the pool
 * @param application the application that defines the pool: present if {@code source} is {@link Source#ABANDONED}, perhaps if it is
 *     {@link Source#APPLICATION}, as a server does not tell it for every pool, and never otherwise
 */
public record Pool(PoolId id, String name, List<String> otherNames, String key, Source source, Optional<String> application) {

    /** Who brought a pool to the server. */
    public enum Source {
        /** An administrator, in the server's configuration. */
        SERVER,
        /** The server itself, for its own purposes or as a default. */
        BUILT_IN,
        /** An application, with {@code @DataSourceDefinition} or its descriptor's equal. */
        APPLICATION,
        /** An application that is gone, while the server keeps its pool and what is open in it. Payara does that until it is restarted. */
        ABANDONED
    }

    public Pool {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(application, "application");
        otherNames = List.copyOf(otherNames);
        boolean fits = switch (source) {
            case SERVER, BUILT_IN -> application.isEmpty();
            case APPLICATION -> true;
            case ABANDONED -> application.isPresent();
        };
        if (!fits) {
            throw new IllegalArgumentException("The application of " + name + ", " + application.orElse("none") + ", does not go with "
                    + source);
        }
    }

    /** Whether this JNDI name leads to the pool. */
    public boolean goesBy(String jndiName) {
        return name.equals(jndiName) || otherNames.contains(jndiName);
    }

    /** A pool whose id is made from its name and key. */
    public static Pool of(String name, List<String> otherNames, String key, Source source, Optional<String> application) {
        return new Pool(PoolId.of(name, key), name, otherNames, key, source, application);
    }
}
