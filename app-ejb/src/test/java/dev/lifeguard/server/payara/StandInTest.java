package dev.lifeguard.server.payara;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lifeguard.server.UnsupportedServerException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandInTest {

    private final List<String> calls = new ArrayList<>();
    private final Recorder recorder = new Recorder();
    private final StandIn standIns = new StandIn(Store.class, StoreObserver.class);
    private final Store store = (Store) standIns.over(new TracedStore(), recorder);

    @Test
    void passesEveryCallOn() throws IOException {
        assertThat(store.put(7, 2.5, "a", new int[] {1, 2})).isEqualTo(9.5);
        assertThat(store.isFull((byte) 1, 'c')).isTrue();
        assertThat(store.size()).isEqualTo(3);
        store.close();
        assertThat(calls).containsExactly("told of put 7", "put 7 2.5 a [1, 2]", "isFull 1 c", "size", "told after size", "close");
    }

    @Test
    void tellsOfWhatIsThrownAndLetsItThrough() {
        IOException full = new IOException("full");
        recorder.thrown = full;
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> store.take("b")).isSameAs(full);
        assertThat(calls).containsExactly("take b", "told of java.io.IOException: full");
    }

    @Test
    void tellsOfTheResult() throws IOException {
        assertThat(store.take("b")).isEqualTo("taken b");
        assertThat(calls).containsExactly("take b", "told of taken b");
    }

    @Test
    void anErrorOfTheObserversIsTheObserversOwn() throws IOException {
        recorder.error = new IllegalStateException("ours");
        assertThat(store.put(7, 2.5, "a", new int[0])).isEqualTo(9.5);
        assertThat(store.take("b")).isEqualTo("taken b");
        assertThat(calls).containsExactly("faulty ours", "put 7 2.5 a []", "take b", "faulty ours");
    }

    @Test
    void evenOneThatEndsInAnotherIsNotPayaras() throws IOException {
        recorder.error = new IllegalStateException("ours");
        recorder.errorAtFault = new StackOverflowError();
        assertThat(store.put(7, 2.5, "a", new int[0])).isEqualTo(9.5);
        assertThat(store.take("b")).isEqualTo("taken b");
        recorder.thrown = new IOException("full");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> store.take("c")).isSameAs(recorder.thrown);
        assertThat(calls).containsExactly("put 7 2.5 a []", "take b", "take c");
    }

    @Test
    void standsInForNothing() {
        Store nothing = (Store) standIns.over(null, recorder);
        nothing.close();
        assertThat(calls).isEmpty();
        assertThat(StandIn.original(nothing)).isNull();
    }

    @Test
    void isRecognised() {
        Store original = new TracedStore();
        Object inner = standIns.over(original, recorder);
        Object outer = new StandIn(Store.class, StoreObserver.class).over(inner, recorder);
        assertThat(StandIn.original(outer)).isSameAs(original);
        assertThat(StandIn.original(original)).isSameAs(original);
        assertThat(standIns.made(inner)).isTrue();
        assertThat(standIns.made(outer)).isFalse();
        assertThat(standIns.made(original)).isFalse();
        assertThat(standIns.made(null)).isFalse();
    }

    @Test
    void whatCannotBeToldIsRefused() {
        assertThatExceptionOfType(UnsupportedServerException.class)
                .isThrownBy(() -> new StandIn(Store.class, MisledObserver.class))
                .withMessageContaining("nothing of it goes with")
                .withMessageContaining("beforeEmpty");
        assertThatExceptionOfType(UnsupportedServerException.class)
                .isThrownBy(() -> new StandIn(Store.class, GreedyObserver.class))
                .withMessageContaining("beforeTake")
                .withMessageContaining("cannot be told");
    }

    /** Seen by the stand-in, which is in another class loader. */
    public interface Store extends AutoCloseable {

        double put(long key, double weight, String value, int[] more);

        boolean isFull(byte level, char letter);

        int size();

        String take(String name) throws IOException;

        @Override
        void close();
    }

    public interface StoreObserver extends PoolObservers.Observer {

        void beforePut(long key);

        void afterSize();

        void afterTake(Object taken);

        void failedTake(Throwable failure);
    }

    public interface MisledObserver extends PoolObservers.Observer {

        void beforeEmpty();
    }

    public interface GreedyObserver extends PoolObservers.Observer {

        void beforeTake(long key);
    }

    private final class TracedStore implements Store {

        @Override
        public double put(long key, double weight, String value, int[] more) {
            calls.add("put " + key + " " + weight + " " + value + " " + Arrays.toString(more));
            return key + weight;
        }

        @Override
        public boolean isFull(byte level, char letter) {
            calls.add("isFull " + level + " " + letter);
            return true;
        }

        @Override
        public int size() {
            calls.add("size");
            return 3;
        }

        @Override
        public String take(String name) throws IOException {
            calls.add("take " + name);
            if (recorder.thrown != null) {
                throw recorder.thrown;
            }
            return "taken " + name;
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }

    private final class Recorder implements StoreObserver {

        private IOException thrown;
        private RuntimeException error;
        private Error errorAtFault;

        @Override
        public void beforePut(long key) {
            told("told of put " + key);
        }

        @Override
        public void afterSize() {
            told("told after size");
        }

        @Override
        public void afterTake(Object taken) {
            told("told of " + taken);
        }

        @Override
        public void failedTake(Throwable failure) {
            told("told of " + failure);
        }

        @Override
        public void faulty(Throwable fault) {
            if (errorAtFault != null) {
                throw errorAtFault;
            }
            calls.add("faulty " + fault.getMessage());
        }

        private void told(String what) {
            if (error != null) {
                throw error;
            }
            calls.add(what);
        }
    }
}
