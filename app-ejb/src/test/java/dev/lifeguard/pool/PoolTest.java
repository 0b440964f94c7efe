package dev.lifeguard.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lifeguard.pool.Pool.Origin;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PoolTest {

    @Test
    void anApplicationsPoolNeedNotSayWhose() {
        assertThat(pool(Origin.APPLICATION, Optional.of("shop")).application()).contains("shop");
        assertThat(pool(Origin.APPLICATION, Optional.empty()).application()).isEmpty();
    }

    @Test
    void anAbandonedPoolWasSomebodys() {
        assertThat(pool(Origin.ABANDONED, Optional.of("shop")).application()).contains("shop");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pool(Origin.ABANDONED, Optional.empty()))
                .withMessage("The application of jdbc/shop, none, does not go with ABANDONED");
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVER", "BUILT_IN"})
    void theServersPoolsAreNoApplications(Origin origin) {
        assertThat(pool(origin, Optional.empty()).application()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> pool(origin, Optional.of("shop"))).withMessageContaining("shop");
    }

    private static Pool pool(Origin origin, Optional<String> application) {
        return Pool.of("jdbc/shop", List.of(), "shop", origin, application);
    }
}
