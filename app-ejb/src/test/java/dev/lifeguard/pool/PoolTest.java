package dev.lifeguard.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lifeguard.pool.Pool.Source;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PoolTest {

    @Test
    void anApplicationsPoolNeedNotSayWhose() {
        assertThat(pool(Source.APPLICATION, Optional.of("shop")).application()).contains("shop");
        assertThat(pool(Source.APPLICATION, Optional.empty()).application()).isEmpty();
    }

    @Test
    void anAbandonedPoolWasSomebodys() {
        assertThat(pool(Source.ABANDONED, Optional.of("shop")).application()).contains("shop");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pool(Source.ABANDONED, Optional.empty()))
                .withMessage("The application of jdbc/shop, none, does not go with ABANDONED");
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVER", "BUILT_IN"})
    void theServersPoolsAreNoApplications(Source source) {
        assertThat(pool(source, Optional.empty()).application()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> pool(source, Optional.of("shop"))).withMessageContaining("shop");
    }

    private static Pool pool(Source source, Optional<String> application) {
        return Pool.of("jdbc/shop", List.of(), "shop", source, application);
    }
}
