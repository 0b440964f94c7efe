package dev.lifeguard.server.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lifeguard.pool.Pool;
import dev.lifeguard.server.InMemoryPools;
import dev.lifeguard.server.NoControl;
import dev.lifeguard.server.NoOwnConnections;
import dev.lifeguard.server.PoolAccessException;
import dev.lifeguard.server.PoolReader;
import dev.lifeguard.server.ServerAdapter;
import dev.lifeguard.server.UnavailableTap;
import dev.lifeguard.server.UnsupportedServerException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerDetectionTest {

    private final InMemoryPools server = new InMemoryPools();
    private final ServerAdapter adapter = adapter(server);

    @Test
    void theFirstAdapterThatFindsItsServerIsTaken() {
        assertThat(ServerDetection.choose(
                        List.of(Optional::empty, () -> Optional.of(adapter), () -> Optional.of(adapter(new InMemoryPools())))))
                .isSameAs(adapter);
    }

    @Test
    void elsewhereNoPoolIsSeenAndItIsSaidWhy() {
        PoolReader chosen = ServerDetection.choose(List.of(Optional::empty, Optional::empty)).reader();

        assertThat(chosen.server()).isEqualTo("Unsupported server: This is neither Payara Server nor Open Liberty");
        assertThat(chosen.pools()).isEmpty();
    }

    @Test
    void thisIsElsewhere() {
        assertThat(thisServer().server()).startsWith("Unsupported server: ");
    }

    @Test
    void aVersionThatIsNotKnownIsNamedAndDoesNotFail() {
        PoolReader chosen = ServerDetection.choose(List.of(
                () -> {
                    throw new UnsupportedServerException("Payara Server 99 is not as known: no class x.Y", null);
                },
                () -> Optional.of(adapter))).reader();

        assertThat(chosen.server()).isEqualTo("Unsupported server: Payara Server 99 is not as known: no class x.Y");
        assertThat(chosen.pools()).isEmpty();
        Pool pool = Pool.of("jdbc/app", List.of(), "app", Pool.Source.SERVER, Optional.empty());
        assertThatExceptionOfType(PoolAccessException.class)
                .isThrownBy(() -> chosen.usage(pool))
                .withMessageContaining("Payara Server 99")
                .extracting(PoolAccessException::category)
                .isEqualTo(PoolAccessException.Category.UNKNOWN_POOL);
    }

    @Test
    void aReasonOfSeveralLinesBecomesOne() {
        assertThat(new UnsupportedServer("no method\n\tx\n").server()).isEqualTo("Unsupported server: no method x");
    }

    private static PoolReader thisServer() {
        ServerDetection detection = new ServerDetection();
        detection.detect();
        return detection.reader();
    }

    private static ServerAdapter adapter(PoolReader reader) {
        NoControl control = new NoControl("In memory");
        return new ServerAdapter(reader, new UnavailableTap("In memory"), new NoOwnConnections("In memory"), control, control);
    }
}
