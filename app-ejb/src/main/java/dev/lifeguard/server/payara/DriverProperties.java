package dev.lifeguard.server.payara;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The one string in which Payara keeps the driver properties of a pool that it has built: {@code set<name>#<value>##} for each, where
 * {@code #} is the delimiter and a backslash takes its meaning away.
 */
final class DriverProperties {

    private static final String NOT_ESCAPED = "(?<!\\\\)";

    private DriverProperties() {}

    /** By name, in the order given; what is not of that form is left out. */
    static Map<String, String> parse(String properties, String delimiter) {
        Map<String, String> values = new LinkedHashMap<>();
        String separator = NOT_ESCAPED + Pattern.quote(delimiter);
        for (String property : properties.split(separator + Pattern.quote(delimiter))) {
            String[] parts = property.split(separator, 2);
            if (parts.length == 2 && parts[0].startsWith("set")) {
                values.put(parts[0].substring("set".length()), parts[1].replace("\\" + delimiter, delimiter));
            }
        }
        return values;
    }
}
