package dev.lifeguard.web.problem;

import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Why one request was not answered.
 *
 * @param status of HTTP; usually that of the type
 * @param detail a sentence for people that names what was asked for
 * @param instance tells this occurrence from every other, and stands in the log; only of failures of Lifeguard itself
 */
public record Problem(ProblemType type, int status, String detail, Optional<String> instance) {

    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String NAMESPACE = "urn:lifeguard:problem:";
    // Found once: Json looks for the server's implementation at every call.
    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    public Problem {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(instance, "instance");
    }

    public Problem(ProblemType type, String detail) {
        this(type, type.status(), detail, Optional.empty());
    }

    /** The document. */
    public JsonObject json() {
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("type", NAMESPACE + type.word())
                .add("title", type.title())
                .add("status", status)
                .add("detail", detail);
        instance.ifPresent(id -> json.add("instance", "urn:uuid:" + id));
        return json.build();
    }

    /** Answers with it, where no JAX-RS is at hand. */
    public void send(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        response.setContentType(MEDIA_TYPE);
        response.getOutputStream().write(json().toString().getBytes(StandardCharsets.UTF_8));
    }
}
