package dev.lifeguard.web.rest;

import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import java.util.Map;

/** Found once: the static methods of {@link Json} look for the server's implementation at every call, which takes longer than all else. */
final class JsonMaking {

    static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    private JsonMaking() {}
}
