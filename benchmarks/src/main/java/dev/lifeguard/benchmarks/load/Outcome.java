package dev.lifeguard.benchmarks.load;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * What came of one trace.
 *
 * @param startMillis when it began, milliseconds of the epoch
 * @param seconds how long arrivals came
 * @param waits from the intended arrival to the connection, or to the end without one: nanoseconds, every arrival
 * @param settledWaits the same without the arrivals of the first second after a change of rate
 * @param lateness by how much a thread that was free began later than intended: the engine's own share in {@code waits}, nanoseconds
 * @param served requests that had a connection and held it
 * @param exhausted that ended without a connection when their pool's wait timeout had passed
 * @param failed that ended with another error, before or after they had a connection
 * @param shed that the engine had no thread for within the wait timeout
 * @param failure one of the errors, in the pool's words; absent if there was none
 * @param windowArrivals intended arrivals in each window of {@link #WINDOW_SECONDS}
 * @param windowReturns connections given back in it
 * @param windowHoldNanos how long those had been held, all together
 * @param inUse connections in use, each {@link #SAMPLE_MILLIS}, from the start on
 */
public record Outcome(
        long startMillis,
        double seconds,
        Histogram waits,
        Histogram settledWaits,
        Histogram lateness,
        long served,
        long exhausted,
        long failed,
        long shed,
        Optional<String> failure,
        long[] windowArrivals,
        long[] windowReturns,
        long[] windowHoldNanos,
        short[] inUse) {

    public static final int WINDOW_SECONDS = 10;
    public static final int SAMPLE_MILLIS = 10;

    private static final long LONGEST_NANOS = 3_600_000_000_000L;
    private static final int DIGITS = 3;

    static Histogram histogram() {
        return new Histogram(1, LONGEST_NANOS, DIGITS);
    }

    /** Beyond the range counts as its end. */
    static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.max(0, Math.min(LONGEST_NANOS, nanos)));
    }

    public void writeTo(DataOutputStream out) throws IOException {
        out.writeLong(startMillis);
        out.writeDouble(seconds);
        write(out, waits);
        write(out, settledWaits);
        write(out, lateness);
        out.writeLong(served);
        out.writeLong(exhausted);
        out.writeLong(failed);
        out.writeLong(shed);
        out.writeUTF(failure.orElse(""));
        write(out, windowArrivals);
        write(out, windowReturns);
        write(out, windowHoldNanos);
        out.writeInt(inUse.length);
        for (short sample : inUse) {
            out.writeShort(sample);
        }
    }

    public static Outcome readFrom(DataInputStream in) throws IOException {
        return new Outcome(in.readLong(), in.readDouble(), readHistogram(in), readHistogram(in), readHistogram(in), in.readLong(),
                in.readLong(), in.readLong(), in.readLong(), Optional.of(in.readUTF()).filter(text -> !text.isEmpty()), readLongs(in),
                readLongs(in), readLongs(in), readShorts(in));
    }

    static void write(DataOutputStream out, Histogram histogram) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        out.writeInt(length);
        out.write(buffer.array(), 0, length);
    }

    static Histogram readHistogram(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        try {
            return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 0);
        } catch (DataFormatException e) {
            throw new IOException("The histogram cannot be read", e);
        }
    }

    private static void write(DataOutputStream out, long[] numbers) throws IOException {
        out.writeInt(numbers.length);
        for (long number : numbers) {
            out.writeLong(number);
        }
    }

    private static long[] readLongs(DataInputStream in) throws IOException {
        long[] numbers = new long[in.readInt()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.readLong();
        }
        return numbers;
    }

    private static short[] readShorts(DataInputStream in) throws IOException {
        short[] numbers = new short[in.readInt()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.readShort();
        }
        return numbers;
    }
}
