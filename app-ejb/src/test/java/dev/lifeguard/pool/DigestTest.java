package dev.lifeguard.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class DigestTest {

    @Test
    void theBeginningOfTheTextsSha256() {
        // The example "abc" of FIPS 180.
        assertThat(Digest.of("abc", 6)).isEqualTo("ba7816");
        assertThat(Digest.of("abc", 64)).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void aNumberOfDigitsThatItDoesNotHaveIsNamed() {
        for (int digits : new int[] {0, 65}) {
            assertThatIllegalArgumentException().isThrownBy(() -> Digest.of("abc", digits))
                    .withMessage("digits is " + digits + "; it must be from 1 to 64");
        }
    }
}
