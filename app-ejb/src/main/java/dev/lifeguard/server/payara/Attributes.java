package dev.lifeguard.server.payara;

import java.util.LinkedHashMap;
import java.util.Map;

/** The attributes of one of Payara's types that are read as text, by the names that Payara's configuration has for them. */
final class Attributes {

    private final Map<String, ServerCall> calls = new LinkedHashMap<>();

    /** @param getters the name of the method that gives each attribute */
    Attributes(ServerClasses classes, Class<?> type, Map<String, String> getters) {
        getters.forEach((name, getter) -> calls.put(name, classes.method(type, String.class, getter)));
    }

    /** The attributes of one object of that type. What is not set and has no default is missing; the map is the caller's. */
    Map<String, String> of(Object target) {
        Map<String, String> values = new LinkedHashMap<>();
        calls.forEach((name, call) -> {
            String value = call.text(target);
            if (value != null) {
                values.put(name, value);
            }
        });
        return values;
    }
}
