package dev.lifeguard.server.liberty;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.pool.Pool.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * Who a data source is, from the properties of its service. The server calls it {@code dataSource[app]} after its id in the configuration,
 * or {@code application[shop]/module[shop.war]/dataSource[java:module/jdbc/shop]} after its definition in an application.
 */
final class DataSourceProperties {

    /** Of the specification's name; there only when an administrator has given it a driver, so a pool of the configuration like others. */
    private static final String DEFAULT = "DefaultDataSource";

    private final Map<String, Object> properties;

    DataSourceProperties(Map<String, Object> properties) {
        this.properties = properties;
    }

    /** False for a service that went while its properties were read. */
    boolean isComplete() {
        return properties.get("config.displayId") instanceof String;
    }

    /**
     * The server's name for the data source. One without an id is named by its place in the configuration, {@code dataSource[default-0]},
     * which another element can take over: its JNDI name, which the server keeps unique, stands in for that number.
     */
    String key() {
        String displayId = text("config.displayId").orElseThrow();
        return displayId.contains("[default-") ? displayId.replaceAll("default-\\d+", Matcher.quoteReplacement(name())) : displayId;
    }

    Pool pool() {
        Optional<String> application = text("application");
        Source source = application.isPresent() ? Source.APPLICATION : Source.SERVER;
        return Pool.of(name(), List.of(), key(), source, application);
    }

    private String name() {
        return text("jndiName").orElseGet(() -> isDefault() ? "java:comp/" + DEFAULT : text("config.displayId").orElseThrow());
    }

    private boolean isDefault() {
        return text("javaCompDefaultName").filter(DEFAULT::equals).isPresent();
    }

    private Optional<String> text(String name) {
        return properties.get(name) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }
}
