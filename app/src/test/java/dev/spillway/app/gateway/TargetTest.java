package dev.spillway.app.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.spillway.app.gateway.Target.Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    private static List<Address> addresses(String target, String... found) throws UnknownHostException {
        return Target.parse(target).addresses(host -> {
            InetAddress[] addresses = new InetAddress[found.length];
            for (int i = 0; i < found.length; i++) {
                addresses[i] = InetAddress.getByName(found[i]);
            }
            return addresses;
        });
    }

    @Test
    void eachAddressOfANameIsAnOriginWhateverTheirOrder() throws Exception {
        List<Address> both = List.of(
                new Address("db/10.0.0.1:50051", "10.0.0.1:50051"), new Address("db/10.0.0.2:50051", "10.0.0.2:50051"));
        assertEquals(both, addresses("db:50051", "10.0.0.1", "10.0.0.2"));
        assertEquals(both, addresses("db:50051", "10.0.0.2", "10.0.0.1", "10.0.0.2"));
    }

    @Test
    void aNameWithBothKindsOfAddressIsOneOriginForEachIpv4Address() throws Exception {
        assertEquals(
                List.of(new Address("localhost/127.0.0.1:1", "127.0.0.1:1")),
                addresses("localhost:1", "::1", "127.0.0.1"));
        assertEquals(List.of(new Address("six/[0:0:0:0:0:0:0:1]:1", "[0:0:0:0:0:0:0:1]:1")), addresses("six:1", "::1"));
    }

    @Test
    void anAddressIsShownAsItWasTyped() throws Exception {
        assertEquals(List.of(new Address("127.0.0.1:1", "127.0.0.1:1")), addresses("127.0.0.1:1", "127.0.0.1"));
        assertEquals(List.of(new Address("[::1]:1", "[0:0:0:0:0:0:0:1]:1")), addresses("[::1]:1", "::1"));
    }

    @Test
    void whatGrpcResolvesIsOneOrigin() throws Exception {
        for (String target : List.of("dns:///db:50051", "unix:///run/origin", "unix:origin")) {
            assertEquals(List.of(new Address(target, target)), addresses(target));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "db", "db:", ":1", "db:port", "db:65536", "http//db:1", "a:b:1"})
    void whatIsNoTargetIsRefused(String text) {
        assertEquals(
                "'" + text + "' (expected: HOST:PORT)",
                assertThrows(IllegalArgumentException.class, () -> Target.parse(text))
                        .getMessage());
    }
}
