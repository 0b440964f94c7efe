package dev.lifeguard.web.metrics;

import java.util.Locale;
import java.util.OptionalDouble;

/** A text format of metrics. */
enum MetricsFormat {
    OPEN_METRICS("application/openmetrics-text", "version=1.0.0"),
    PROMETHEUS("text/plain", "version=0.0.4");

    private final String mediaType;
    private final String version;

    MetricsFormat(String mediaType, String version) {
        this.mediaType = mediaType;
        this.version = version;
    }

    String contentType() {
        return mediaType + "; " + version + "; charset=utf-8";
    }

    /**
     * OpenMetrics where it is named in the request's {@code Accept} and not liked less than the other; a range such as {@code *&#47;*}
     * does not name it, as people who look with a browser or on the command line send that.
     *
     * @param accept null if the request has none
     */
    static MetricsFormat acceptedBy(String accept) {
        OptionalDouble open = OPEN_METRICS.quality(accept);
        boolean liked = open.isPresent() && open.getAsDouble() > 0 && open.getAsDouble() >= PROMETHEUS.quality(accept).orElse(0);
        return liked ? OPEN_METRICS : PROMETHEUS;
    }

    /** The highest that it is named with, 1 where that cannot be read; empty if it is not named. */
    private OptionalDouble quality(String accept) {
        OptionalDouble highest = OptionalDouble.empty();
        for (String range : accept == null ? new String[0] : accept.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = range.split(";", -1);
            if (parts[0].strip().equals(mediaType)) {
                highest = OptionalDouble.of(Math.max(highest.orElse(0), quality(parts)));
            }
        }
        return highest;
    }

    private static double quality(String[] parts) {
        for (String part : parts) {
            String parameter = part.replace(" ", "");
            if (parameter.matches("q=[01](\\.\\d{0,3})?")) {
                return Double.parseDouble(parameter.substring("q=".length()));
            }
        }
        return 1;
    }
}
