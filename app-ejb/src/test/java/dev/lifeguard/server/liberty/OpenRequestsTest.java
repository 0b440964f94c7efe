package dev.lifeguard.server.liberty;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenRequestsTest {

    private final OpenRequests requests = new OpenRequests();

    @Test
    void nothingIsKnownOfARequestThatDidNotBegin() {
        assertThat(requests.current(1)).isNull();
        assertThat(requests.end(1)).isNull();
        requests.begin(1, 10);
        assertThat(requests.current(2)).isNull();
        assertThat(requests.end(2)).isNull();
    }

    @Test
    void oneEndsWithWhatWasSeenOfIt() {
        requests.begin(1, 10);
        requests.current(1)[OpenRequests.QUEUED] = 5;
        long[] ended = requests.end(1);
        assertThat(ended[OpenRequests.REQUESTED]).isEqualTo(10);
        assertThat(ended[OpenRequests.QUEUED]).isEqualTo(5);
        assertThat(requests.end(1)).isNull();
    }

    @Test
    void theNextOneStartsAfresh() {
        requests.begin(1, 10);
        requests.end(1)[OpenRequests.TAKEN] = 1;
        requests.begin(1, 20);
        assertThat(requests.current(1)[OpenRequests.TAKEN]).isZero();
    }

    @Test
    void oneWithinAnotherLeavesThatAsItWas() {
        requests.begin(1, 10);
        requests.begin(2, 20);
        assertThat(requests.current(1)).isNull();
        assertThat(requests.end(2)[OpenRequests.REQUESTED]).isEqualTo(20);
        assertThat(requests.end(1)[OpenRequests.REQUESTED]).isEqualTo(10);
    }

    @Test
    void oneWhoseEndWasNotToldGoesWithTheOneBelow() {
        requests.begin(1, 10);
        requests.begin(2, 20);
        assertThat(requests.end(1)[OpenRequests.REQUESTED]).isEqualTo(10);
        assertThat(requests.end(2)).isNull();
    }

    @Test
    void manyWhoseEndWasNotToldDoNoHarm() {
        for (long pool = 1; pool <= 100; pool++) {
            requests.begin(pool, pool);
        }
        requests.begin(101, 7);
        assertThat(requests.end(101)[OpenRequests.REQUESTED]).isEqualTo(7);
    }

    @Test
    void anotherThreadHasItsOwn() throws InterruptedException {
        requests.begin(1, 10);
        Thread other = new Thread(() -> requests.begin(1, 20));
        other.start();
        other.join();
        assertThat(requests.end(1)[OpenRequests.REQUESTED]).isEqualTo(10);
    }
}
