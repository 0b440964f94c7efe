package dev.lifeguard.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortsTest {

    @Test
    void findsAsManyAsAskedForAndAllDifferent() throws IOException {
        assertThat(FreePorts.find(5)).hasSize(5).doesNotHaveDuplicates().allSatisfy(port -> assertThat(FreePorts.obstacle(port)).isEmpty());
    }

    @Test
    void aPortThatIsTakenOnAllAddressesOrOnlyOnTheLoopbackIsNotFree() throws IOException {
        try (ServerSocket everywhere = new ServerSocket(0);
                ServerSocket loopback = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(FreePorts.obstacle(everywhere.getLocalPort())).isPresent();
            assertThat(FreePorts.obstacle(loopback.getLocalPort())).isPresent();
        }
    }
}
