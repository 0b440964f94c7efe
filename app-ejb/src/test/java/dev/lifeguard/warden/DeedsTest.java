package dev.lifeguard.warden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.judgement.PoolEvent;
import dev.lifeguard.pool.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeedsTest {

    private static final Pool APP = Pool.of("jdbc/app", List.of(), "app", Pool.Source.SERVER, Optional.empty());

    private final List<PoolEvent> events = new ArrayList<>();
    private long nanos = 1;
    private final Deeds deeds = new Deeds(events::add, () -> nanos, () -> Instant.EPOCH);

    @Test
    void theFirstIsToldAtOnceAndThoseOfAMinuteTogether() {
        deeds.did(APP, WardenRule.WAKE, 1);
        deeds.did(APP, WardenRule.WAKE, 3);
        deeds.did(APP, WardenRule.WAKE, 0);
        deeds.did(APP, WardenRule.SHRINK, 2);
        deeds.tell(APP);
        assertThat(events).extracting(PoolEvent::reason).containsExactly(
                "1 request was woken that slept beside a connection or room for one", "2 connections were closed that were idle for too long");
        assertThat(events.get(0).kind()).isEqualTo(PoolEvent.Kind.WARDEN);
        assertThat(events.get(0).before()).isEqualTo("wake");
        assertThat(events.get(0).after()).isEqualTo("woken");
        nanos += Duration.ofMinutes(1).toNanos();
        deeds.tell(APP);
        deeds.tell(APP);
        assertThat(events).hasSize(3);
        assertThat(events.get(2).reason()).isEqualTo("3 requests were woken that slept beside a connection or room for one");
    }

    @Test
    void allAreCountedUntilThePoolIsGone() {
        deeds.did(APP, WardenRule.WAKE, 1);
        deeds.did(APP, WardenRule.WAKE, 3);
        assertThat(deeds.counts(APP.id())).isEqualTo(Map.of(WardenRule.WAKE, 4L));
        deeds.retain(Set.of());
        assertThat(deeds.counts(APP.id())).isEmpty();
    }
}
