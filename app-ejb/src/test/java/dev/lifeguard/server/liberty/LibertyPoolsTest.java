package dev.lifeguard.server.liberty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.server.PoolAccessException;
import dev.lifeguard.server.PoolAccessException.Category;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LibertyPoolsTest {

    private static final Map<String, Object> APP = Map.of("config.displayId", "dataSource[app]", "jndiName", "jdbc/app");

    private final Registered services = new Registered();
    private final LibertyPools pools = new LibertyPools(services);
    private Pool app;

    @BeforeEach
    void discover() {
        services.register("first", APP);
        app = pools.pools().get(0);
    }

    @Test
    void nothingIsDetectedOutsideOfLiberty() {
        assertThat(LibertyAdapter.detect()).isEmpty();
    }

    @Test
    void aPoolThatIsNotBuiltHasNoUsageButSettings() {
        assertThat(pools.usage(app)).isEmpty();
        assertThat(pools.settings(app).max()).hasValue(50);
    }

    @Test
    void aPoolThatWentAfterItWasListedIsUnknown() {
        services.unregister("first");

        assertUnknown(pools::usage);
        assertUnknown(pools::settings);
    }

    @Test
    void aPoolThatGoesWhileItIsReadIsUnknown() {
        services.beforeReading = () -> services.unregister("first");
        assertUnknown(pools::usage);
    }

    @Test
    void soItIsWhenItsSettingsAreRead() {
        services.beforeReading = () -> services.unregister("first");
        assertUnknown(pools::settings);
    }

    @Test
    void whatFailsBecauseThePoolGoesIsThatItIsGone() {
        services.beforeReading = () -> {
            services.unregister("first");
            throw new PoolAccessException(Category.UNREADABLE, "half gone");
        };
        assertUnknown(pools::usage);
    }

    @Test
    void whatFailsOtherwiseIsUnreadable() {
        services.beforeReading = () -> {
            throw new PoolAccessException(Category.UNREADABLE, "no answer");
        };
        assertThatExceptionOfType(PoolAccessException.class)
                .isThrownBy(() -> pools.usage(app))
                .withMessage("no answer")
                .extracting(PoolAccessException::category)
                .isEqualTo(Category.UNREADABLE);
    }

    @Test
    void aPoolThatIsRegisteredAnewWhileItIsReadIsReadAgain() {
        services.beforeReading = () -> {
            services.beforeReading = () -> {};
            services.unregister("first");
            Map<String, Object> changed = new HashMap<>(APP);
            changed.put("validationTimeout", 5L);
            services.register("second", changed);
        };
        assertThat(pools.settings(app).validated()).contains(true);
    }

    private void assertUnknown(Function<Pool, ?> reading) {
        assertThatExceptionOfType(PoolAccessException.class)
                .isThrownBy(() -> reading.apply(app))
                .withMessage("Open Liberty has no data source dataSource[app]")
                .extracting(PoolAccessException::category)
                .isEqualTo(Category.UNKNOWN_POOL);
    }

    /** Services that nobody uses, by references that are names. As in OSGi, a reference tells its properties after its service went. */
    private static final class Registered implements Services {

        private final Map<Object, Map<String, Object>> registered = new HashMap<>();
        private final Map<Object, Map<String, Object>> known = new HashMap<>();
        private Runnable beforeReading = () -> {};

        void register(Object reference, Map<String, Object> properties) {
            registered.put(reference, properties);
            known.put(reference, properties);
        }

        void unregister(Object reference) {
            registered.remove(reference);
        }

        @Override
        public List<Object> references(String type, String filter) {
            return List.copyOf(registered.keySet());
        }

        @Override
        public Map<String, Object> properties(Object reference) {
            if (registered.containsKey(reference)) {
                beforeReading.run();
            }
            return known.get(reference);
        }

        @Override
        public boolean isRegistered(Object reference) {
            return registered.containsKey(reference);
        }

        @Override
        public boolean isInUse(Object reference) {
            beforeReading.run();
            return false;
        }

        @Override
        public Object getService(Object reference) {
            throw new AssertionError("A service that nobody uses is not asked for");
        }

        @Override
        public void ungetService(Object reference) {
            throw new AssertionError("Nothing was taken");
        }
    }
}
