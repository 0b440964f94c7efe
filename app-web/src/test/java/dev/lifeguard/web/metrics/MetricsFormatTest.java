package dev.lifeguard.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsFormatTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", value = {
        "none | PROMETHEUS",
        "'' | PROMETHEUS",
        "*/* | PROMETHEUS",
        "text/html,application/xhtml+xml,*/*;q=0.8 | PROMETHEUS",
        "text/plain | PROMETHEUS",
        "application/openmetrics-text | OPEN_METRICS",
        "application/openmetrics-text;q=0 | PROMETHEUS",
        "application/openmetrics-text; version=1.0.0; q=0.4, text/plain; version=0.0.4; q=0.5 | PROMETHEUS",
        "application/openmetrics-text;version=1.0.0;q=0.8,text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | OPEN_METRICS",
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,"
                + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1 | OPEN_METRICS",
        "Application/OpenMetrics-Text;Q=1.000 | OPEN_METRICS",
        ";;,q=,application/openmetrics-text;q=x | OPEN_METRICS"
    })
    void isOpenMetricsWhereThatIsNamedAndNotLikedLess(String accept, MetricsFormat format) {
        assertThat(MetricsFormat.acceptedBy(accept)).isEqualTo(format);
    }
}
