package dev.lifeguard.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class PoolIdTest {

    @Test
    void isASlugOfTheNameAndSixDigitsOfTheKey() {
        assertThat(PoolId.of("jdbc/app", "lifeguard-app").value()).matches("jdbc-app-[0-9a-f]{6}");
        assertThat(PoolId.of("java:app/jdbc/Orders", "x").value()).startsWith("java-app-jdbc-orders-");
    }

    @Test
    void staysTheSameAfterARestart() {
        // Computed once with sha256sum: addresses and configuration keys out there contain it.
        assertThat(PoolId.of("jdbc/app", "lifeguard-app")).hasToString("jdbc-app-" + SHA256_OF_LIFEGUARD_APP.substring(0, 6));
    }

    private static final String SHA256_OF_LIFEGUARD_APP = "fd8c66c0c55c944107c7d1962e8deee07ededa25daefc9130ddc7288d0543a14";

    @Test
    void tellsPoolsOfOneNameApartByTheirKeys() {
        assertThat(PoolId.of("java:app/jdbc/x", "first#x")).isNotEqualTo(PoolId.of("java:app/jdbc/x", "second#x"));
    }

    @Property
    void everyNameMakesAWellFormedId(@ForAll @StringLength(max = 200) String name, @ForAll String key) {
        PoolId id = PoolId.of(name, key);
        assertThat(new PoolId(id.value())).isEqualTo(id);
        assertThat(id.value()).hasSizeLessThanOrEqualTo(67);
    }

    @Test
    void refusesWhatIsNoId() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PoolId("jdbc/app")).withMessageContaining("'jdbc/app'");
    }
}
