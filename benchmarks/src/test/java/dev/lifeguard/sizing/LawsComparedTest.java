package dev.lifeguard.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.sizing.PlayedPool.Resizing;
import dev.lifeguard.sizing.PlayedPool.Trace;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The law that ships beside what others do, in the simulator, on every trace of the benchmarks. The others look at who waits, which a law
 * behind {@link SizingLaw} is not told, so they stand in the sizer's place.
 */
class LawsComparedTest {

    private static final int FIRST = 5;

    static Stream<Trace> traces() {
        return Stream.of(SizingTracesTest.STEP, SizingTracesTest.RAMP, SizingTracesTest.DIURNAL, SizingTracesTest.BURSTS,
                SizingTracesTest.SPIKE, SizingTracesTest.HEAVY_TAIL);
    }

    @ParameterizedTest
    @MethodSource("traces")
    void holdsTheObjectiveWithTheFewestConnections(Trace trace) {
        PlayedPool shipped = shipped(trace);
        assertThat(shipped.exhausted()).isZero();
        assertThat(shipped.shareOver10ms()).isLessThan(0.01);
        for (Resizing other : List.of(new AdditiveIncrease(), new IncrementOnTimeout())) {
            PlayedPool played = played(trace, other);
            assertThat(shipped.connectionSeconds()).as("%s, and %s by %s", shipped, played, other.getClass().getSimpleName())
                    .isLessThan(played.connectionSeconds());
        }
    }

    @Test
    void theOthersGoOnGrowingBehindADatabaseThatHasNoMoreToGive() {
        Trace trace = SizingTracesTest.SLOW_DATABASE;
        int ceiling = SizingTracesTest.BOUNDS.ceiling();
        assertThat(played(trace, new AdditiveIncrease()).largest()).isEqualTo(ceiling);
        assertThat(played(trace, new IncrementOnTimeout()).largest()).isEqualTo(ceiling);
        assertThat(shipped(trace).largest()).isLessThan(ceiling);
    }

    @Test
    void whatOnlyGrowsStaysLarge() {
        PlayedPool played = played(SizingTracesTest.STEP, new IncrementOnTimeout());
        assertThat(played.size()).isEqualTo(played.largest());
        assertThat(shipped(SizingTracesTest.STEP).size()).isLessThan(played.size() / 2);
    }

    private static PlayedPool shipped(Trace trace) {
        return new PlayedPool(trace, SizingTracesTest.BOUNDS, FIRST, Optional.of(new HeadRoomLaw())).play();
    }

    private static PlayedPool played(Trace trace, Resizing resizing) {
        return new PlayedPool(trace, SizingTracesTest.BOUNDS, FIRST, resizing).play();
    }
}
