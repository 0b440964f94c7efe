package dev.lifeguard.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "127.9.9.9, true",
        "0:0:0:0:0:0:0:1, true",
        "::1, true",
        "::ffff:127.0.0.1, true",
        "192.0.2.1, false",
        "2001:db8::1, false",
        "fe80::1%gone, false"
    })
    void plainHttpIsPrivateOnTheMachineItselfOnly(String address, boolean isPrivate) {
        assertThat(new Peer(address, false).isPrivate()).isEqualTo(isPrivate);
    }

    @Test
    void httpsIsPrivateFromEverywhere() {
        assertThat(new Peer("192.0.2.1", true).isPrivate()).isTrue();
    }

    @Test
    void theAddressesOfOneNetworkAreCountedTogetherInIpv6Only() {
        assertThat(new Peer("2001:db8::1", false).key()).isEqualTo(new Peer("2001:db8::2:3", false).key());
        assertThat(new Peer("2001:db8:0:1::1", false).key()).isNotEqualTo(new Peer("2001:db8::1", false).key());
        assertThat(new Peer("192.0.2.1", false).key()).isNotEqualTo(new Peer("192.0.2.2", false).key());
        assertThat(new Peer("fe80::1%gone", false).key()).isEqualTo("fe80::1%gone");
    }
}
