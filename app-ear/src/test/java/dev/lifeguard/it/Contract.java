package dev.lifeguard.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Holds every answer against what the API says of itself. */
final class Contract implements Filter {

    private static final String LOCATION = "urn:lifeguard:openapi";

    private final String base;
    private final JsonNode document;
    private final JsonSchemaFactory schemas;
    private final Set<String> seen = new TreeSet<>();

    /** @param base the address that the paths of the document are below */
    Contract(String base, String document) {
        this.base = base;
        this.schemas = JsonSchemaFactory.getInstance(VersionFlag.V202012,
                factory -> factory.schemaLoaders(loaders -> loaders.schemas(Map.of(LOCATION, document))));
        try {
            this.document = new ObjectMapper().readTree(document);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The description of the API is not JSON", e);
        }
    }

    /** What was answered in a documented way, as method, path and status. */
    Set<String> seen() {
        return seen;
    }

    /** What is done at once, as method, path and status. */
    Set<String> documented() {
        Set<String> documented = new TreeSet<>();
        document.path("paths").properties().forEach(path -> path.getValue().properties().forEach(method ->
                method.getValue().path("responses").fieldNames().forEachRemaining(status -> {
                    if (status.equals("200") || status.equals("201")) {
                        documented.add(method.getKey() + " " + path.getKey() + " " + status);
                    }
                })));
        return documented;
    }

    @Override
    public Response filter(FilterableRequestSpecification asked, FilterableResponseSpecification expected, FilterContext context) {
        Response answer = context.next(asked, expected);
        String path = URI.create(asked.getURI()).getRawPath().substring(base.length());
        template(path).ifPresent(template -> check(template, asked.getMethod().toLowerCase(Locale.ROOT), answer));
        return answer;
    }

    /** That of the path with the fewest parameters; empty if it is not documented. */
    private Optional<String> template(String path) {
        return document.path("paths").properties().stream()
                .map(Map.Entry::getKey)
                .filter(template -> path.matches(template.replaceAll("\\{[^}]*}", "[^/]+").replace(".", "\\.")))
                .min((one, other) -> Long.compare(parameters(one), parameters(other)));
    }

    private static long parameters(String template) {
        return template.chars().filter(character -> character == '{').count();
    }

    private void check(String template, String method, Response answer) {
        JsonNode responses = document.path("paths").path(template).path(method).path("responses");
        if (responses.isMissingNode()) {
            assertThat(answer.statusCode()).as(method + " " + template + " is not documented").isGreaterThanOrEqualTo(400);
            return;
        }
        String status = responses.has(String.valueOf(answer.statusCode())) ? String.valueOf(answer.statusCode()) : "default";
        seen.add(method + " " + template + " " + status);
        JsonNode content = responses.path(status).path("content");
        if (content.isMissingNode()) {
            assertThat(answer.asString()).isEmpty();
            return;
        }
        String mediaType = content.fieldNames().next();
        assertThat(answer.contentType()).as(method + " " + template).startsWith(mediaType);
        String schema = content.path(mediaType).path("schema").path("$ref").asText();
        assertThat(schemas.getSchema(SchemaLocation.of(LOCATION + schema)).validate(answer.asString(), InputFormat.JSON))
                .as(method + " " + template + " " + answer.asString())
                .isEmpty();
    }
}
