package dev.lifeguard.configuration;

/** Under which names of others {@code /lifeguard/metrics} tells the pools besides its own; so that dashboards for these work unchanged. */
public enum MetricAliases {
    NONE,
    HIKARICP,
    OPENTELEMETRY,
    BOTH;

    static final String PROPERTY = "lifeguard.metrics.aliases";

    public boolean hikaricp() {
        return this == HIKARICP || this == BOTH;
    }

    public boolean opentelemetry() {
        return this == OPENTELEMETRY || this == BOTH;
    }
}
