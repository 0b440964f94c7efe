package dev.lifeguard.web.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.web.report.PoolReport;
import dev.lifeguard.web.report.Reports;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PoolDataTest {

    @Test
    void aPoolIsLabelledByItsNameUnlessAnotherHasTheSame() {
        PoolReport app = report("jdbc/app", "app");
        PoolReport one = report("java:app/jdbc/orders", "first");
        PoolReport other = report("java:app/jdbc/orders", "second");
        List<PoolReport> all = List.of(app, one, other);
        assertThat(PoolData.label(app, all)).isEqualTo("jdbc/app");
        assertThat(PoolData.label(one, all)).isEqualTo(one.seen().pool().id().value());
        assertThat(PoolData.label(other, all)).isNotEqualTo(PoolData.label(one, all));
    }

    private static PoolReport report(String name, String key) {
        return Reports.unknown(Pool.of(name, List.of(), key, Pool.Source.SERVER, Optional.empty()));
    }
}
