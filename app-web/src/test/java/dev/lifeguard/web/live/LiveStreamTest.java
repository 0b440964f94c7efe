package dev.lifeguard.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LiveStreamTest {

    private final Outlet outlet = new Outlet();
    private final AtomicInteger ends = new AtomicInteger();
    private final LiveStream stream = new LiveStream(outlet, ends::incrementAndGet);

    /** Takes what is written while it is open. */
    private static final class Outlet extends ServletOutputStream {

        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private final AtomicInteger writers = new AtomicInteger();
        private volatile boolean open = true;
        private volatile boolean broken;
        private volatile int mostWriters;
        private int flushed;

        @Override
        public boolean isReady() {
            return open;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(int piece) throws IOException {
            if (!open || broken) {
                throw new IOException("Nobody is there");
            }
            mostWriters = Math.max(mostWriters, writers.incrementAndGet());
            taken.write(piece);
            writers.decrementAndGet();
        }

        @Override
        public void flush() {
            flushed = taken.size();
        }

        private String text() {
            return taken.toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    void whatIsOfferedIsWrittenAndFlushed() {
        assertThat(offer("one")).isTrue();
        assertThat(offer("two")).isTrue();
        assertThat(outlet.text()).isEqualTo("onetwo");
        assertThat(outlet.flushed).isEqualTo(6);
    }

    @Test
    void whatCannotBeWrittenNowWaitsForItsTime() {
        outlet.open = false;
        assertThat(offer("one")).isTrue();
        assertThat(offer("two")).isTrue();
        assertThat(outlet.text()).isEmpty();
        outlet.open = true;
        stream.onWritePossible();
        assertThat(outlet.text()).isEqualTo("onetwo");
        assertThat(outlet.flushed).isEqualTo(6);
    }

    @Test
    void whoLetsTwoWaitIsDroppedAtTheNextOne() {
        outlet.open = false;
        offer("one");
        offer("two");
        assertThat(offer("three")).isFalse();
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(ends).hasValue(1));
        outlet.open = true;
        stream.onWritePossible();
        assertThat(outlet.text()).as("nothing is written after the end").isEmpty();
        assertThat(offer("four")).isFalse();
    }

    @Test
    void whoIsGoneIsEndedOnce() {
        outlet.broken = true;
        assertThat(offer("one")).isFalse();
        stream.onError(new IOException("told by the container too"));
        stream.end();
        assertThat(ends).hasValue(1);
    }

    @Test
    @Timeout(60)
    void oneThreadAtATimeWritesAndNothingIsLeftLyingInBetween() throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        Thread container = new Thread(() -> {
            while (!done.get()) {
                stream.onWritePossible();
            }
        });
        container.start();
        for (int i = 1; i <= 20_000; i++) {
            assertThat(offer("x")).isTrue();
            while (outlet.taken.size() < i) {
                Thread.onSpinWait();
            }
        }
        done.set(true);
        container.join();
        assertThat(outlet.mostWriters).isEqualTo(1);
        assertThat(outlet.flushed).isEqualTo(20_000);
    }

    private boolean offer(String event) {
        return stream.offer(event.getBytes(StandardCharsets.UTF_8));
    }
}
