package dev.lifeguard.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.statistics.Buckets;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class BoundTest {

    @Test
    void eachIsTheLongestDurationOfOneOfOurBuckets() {
        assertThat(Bound.ALL).allSatisfy(bound -> {
            long longest = new BigDecimal(bound.seconds()).movePointRight(9).longValueExact();
            assertThat(longest + 1).isEqualTo(bound.endNanos());
            assertThat(Buckets.index(longest)).isEqualTo(Buckets.index(longest + 1) - 1);
        });
    }

    /** Histograms with other bounds cannot be added to those of before: whoever changes them breaks the quantiles of every fleet. */
    @Test
    void theyAreTheseForGood() {
        assertThat(Bound.ALL).extracting(Bound::seconds).containsExactly(
                "0.000010012", "0.000020024", "0.000049151", "0.000098303", "0.000196607", "0.00049516",
                "0.000990321", "0.001980643", "0.004893354", "0.00745654", "0.009786709", "0.012582911", "0.01491308", "0.019573418",
                "0.029826161", "0.050331647", "0.074565404", "0.100663295", "0.201326591", "0.298261617", "0.50704475", "0.745654044",
                "1.0140895", "2.028179", "5.010795178", "10.021590357", "29.587552483", "59.175104967");
    }
}
