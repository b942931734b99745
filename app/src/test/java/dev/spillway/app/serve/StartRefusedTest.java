package dev.spillway.app.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.app.process.PortOwner;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartRefusedTest {
    @Test
    void aTakenPortIsSaidInOneLineWithItsOwnerAndAPortThatIsFree() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String owner = Files.exists(Path.of("/proc/net/tcp"))
                    ? " by pid " + ProcessHandle.current().pid() + " (java)"
                    : "";
            String start = "port " + taken.getLocalPort() + " is taken" + owner + ".  spillway serve --http-port ";
            String message = refusal(taken.getLocalPort(), "Address already in use");
            assertTrue(message.startsWith(start), message);
            int other = Integer.parseInt(message.substring(start.length()));
            new ServerSocket(other, 1, InetAddress.getLoopbackAddress()).close();
        }
    }

    @Test
    void anAddressThatIsNotThisMachinesIsSaidInTheWordsOfTheSystem() {
        String message = refusal(1, "Cannot assign requested address");
        assertEquals("localhost:1 cannot be opened: Cannot assign requested address", message);
    }

    @Test
    void aPortThatNobodyListensOnHasNoOwner() throws IOException {
        int free;
        try (ServerSocket probe = new ServerSocket(0)) {
            free = probe.getLocalPort();
        }
        assertEquals(Optional.empty(), PortOwner.of(free));
    }

    private static String refusal(int port, String words) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        StartRefused refused = assertThrows(
                StartRefused.class,
                () -> StartRefused.opening(address, "serve --http-port", () -> {
                    throw new BindException(words);
                }));
        return String.valueOf(refused.getMessage());
    }
}
