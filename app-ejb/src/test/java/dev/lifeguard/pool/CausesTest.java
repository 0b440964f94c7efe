package dev.lifeguard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CausesTest {

    private final Exception inner = new Exception("inner");
    private final Exception middle = new Exception("middle", inner);
    private final Exception outer = new Exception("outer", middle);

    @Test
    void fromTheOutermostToTheInnermost() {
        assertThat(Causes.of(outer)).containsExactly(outer, middle, inner);
        assertThat(Causes.innermost(outer)).isSameAs(inner);
    }

    @Test
    void withoutACauseItIsTheFailureItself() {
        assertThat(Causes.of(inner)).containsExactly(inner);
        assertThat(Causes.innermost(inner)).isSameAs(inner);
    }

    @Test
    void theReasonDoesNotRepeatAnAddressThatMayHoldAPassword() {
        Exception refused = new Exception("No suitable driver found for jdbc:nosuch://host/db?password=secret here");

        assertThat(Causes.reason(new Exception("wrapped", refused))).isEqualTo("No suitable driver found for jdbc:... here");
        assertThat(Causes.reason(new IllegalStateException())).isEqualTo("IllegalStateException");
    }

    @Test
    @Timeout(10)
    void aChainThatLeadsBackIntoItselfEnds() {
        inner.initCause(middle);

        assertThat(Causes.of(outer)).containsExactly(outer, middle, inner);
        assertThat(Causes.innermost(outer)).isSameAs(inner);
    }
}
