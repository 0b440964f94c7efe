package dev.lifeguard.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The figures that {@code docs/statistics.md} gives, measured on the heap of a virtual machine in which nothing else goes on. */
class BorrowRecorderMemoryTest {

    private static final Map<String, Supplier<?>> MADE = Map.of(
            "idle", BorrowRecorderMemoryTest::idle,
            "busy", BorrowRecorderMemoryTest::busy,
            "full series", BorrowRecorderMemoryTest::fullSeries,
            "full recorder", BorrowRecorderMemoryTest::fullRecorder);

    private static final long SECOND = 1_000_000_000L;
    private static final int KILOBYTE = 1_024;

    @Test
    void anIdlePoolTakesTenKilobytes() throws IOException {
        assertThat(bytesOfEach(60, "idle")).isLessThan(10 * KILOBYTE);
    }

    @Test
    void aBusyPoolTakesSixtyKilobytes() throws IOException {
        assertThat(bytesOfEach(6, "busy")).isBetween(10L * KILOBYTE, 60L * KILOBYTE);
    }

    /** Every bucket of all four histograms has a thousand durations in every second: half a million borrows a second, of 1 µs to 10 min. */
    @Test
    void theSeriesNeverTakesMoreThanThreeHundredAndFiftyKilobytes() throws IOException {
        assertThat(bytesOfEach(6, "full series")).isBetween(100L * KILOBYTE, 350L * KILOBYTE);
    }

    /** Every thread's stripe of every second has every bucket; four seconds of four stripes of four histograms are all there can be. */
    @Test
    void theSecondsThatAreNotDrainedNeverTakeMoreThanTwoHundredKilobytes() throws IOException {
        assertThat(4 * 4 * 4 * bytesOfEach(200, "full recorder")).isBetween(100L * KILOBYTE, 200L * KILOBYTE);
    }

    private static BorrowRecorder idle() {
        BorrowRecorder recorder = new BorrowRecorder(0);
        recorder.limit(0, OptionalInt.of(20));
        for (long second = 0; second < 3_700; second++) {
            recorder.drain((second + 1) * SECOND + SECOND / 2);
        }
        return recorder;
    }

    /** 200 borrows a second, log-normal: acquisitions around 3 µs and holds around 3 ms, each over two decades. */
    private static BorrowRecorder busy() {
        Random random = new Random(7);
        BorrowRecorder recorder = new BorrowRecorder(0);
        recorder.limit(0, OptionalInt.of(20));
        for (long second = 0; second < 3_700; second++) {
            for (int i = 0; i < 200; i++) {
                long requested = second * SECOND + i * 4_000_000L;
                long acquired = requested + (long) (3_000 * Math.exp(random.nextGaussian()));
                long returned = acquired + (long) (3_000_000 * Math.exp(random.nextGaussian()));
                recorder.requested(requested);
                recorder.acquired(requested, acquired, 0, 0);
                recorder.took(acquired);
                recorder.returned(acquired, returned);
                recorder.gave(returned);
            }
            recorder.drain((second + 1) * SECOND + SECOND / 2);
        }
        return recorder;
    }

    private static Series fullSeries() {
        long[] counts = new long[Buckets.COUNT];
        Arrays.fill(counts, 1_000);
        long max = Buckets.startNanos(Buckets.COUNT - 1);
        Supplier<Histogram> full = () -> Histogram.of(counts, max, max);
        Series series = new Series();
        for (long second = 0; second < 3_700; second++) {
            series.add(new Span(second * SECOND, (second + 1) * SECOND, SECOND, 1, full.get(), 1, full.get(), full.get(), full.get(),
                    Map.of(), 1, 1, SECOND, 1, 1));
        }
        return series;
    }

    private static HistogramRecorder fullRecorder() {
        HistogramRecorder recorder = new HistogramRecorder();
        for (int bucket = 0; bucket < Buckets.COUNT; bucket++) {
            recorder.record(Buckets.startNanos(bucket));
        }
        return recorder;
    }

    private static long bytesOfEach(int number, String what) throws IOException {
        Process measuring = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        BorrowRecorderMemoryTest.class.getName(),
                        Integer.toString(number),
                        what)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String measured = new String(measuring.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(measured).as("what the other virtual machine measured").matches("-?\\d+");
        return Long.parseLong(measured);
    }

    /** In the other virtual machine. */
    public static void main(String[] arguments) {
        int number = Integer.parseInt(arguments[0]);
        Supplier<?> maker = MADE.get(arguments[1]);
        List<Object> kept = new ArrayList<>(number);
        maker.get();
        long before = usedBytes();
        for (int i = 0; i < number; i++) {
            kept.add(maker.get());
        }
        System.out.println((usedBytes() - before) / kept.size());
    }

    private static long usedBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
