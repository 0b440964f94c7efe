package dev.lifeguard.pool;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Names a pool in addresses and configuration keys: a slug of the pool's name and six hex digits of its server's key for it,
 * for example {@code jdbc-app-3f09ac}. The same after a restart; two pools of one server that share a name differ in the digits.
 */
public record PoolId(String value) implements Comparable<PoolId> {

    private static final Pattern FORM = Pattern.compile("[a-z0-9-]*-[0-9a-f]{6}");
    private static final int DIGITS = 6;
    private static final int LONGEST_SLUG = 60;

    public PoolId {
        Objects.requireNonNull(value, "value");
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("A pool's id is a slug of [a-z0-9-], a dash and six hex digits, not '" + value + "'");
        }
    }

    /**
     * @param name the pool's name as people know it, usually its JNDI name
     * @param key what the server itself tells the pool by; unique on the server and stable over restarts
     */
    public static PoolId of(String name, String key) {
        String slug = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        if (slug.length() > LONGEST_SLUG) {
            slug = slug.substring(0, LONGEST_SLUG);
        }
        return new PoolId(slug + "-" + Digest.of(key, DIGITS));
    }

    @Override
    public int compareTo(PoolId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
