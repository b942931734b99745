package dev.spillway.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.testkit.EchoServer.Seen;
import dev.spillway.testkit.Fault.Kind;
import dev.spillway.wire.Slice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FaultProxyTest {
    private static final int SIZE = 1_000;
    private static final int PLACE = 100;
    private static final byte[] SENT = new byte[SIZE];

    static {
        new Random(1).nextBytes(SENT);
    }

    private EchoServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = new EchoServer();
    }

    @AfterEach
    void closeServer() throws IOException {
        server.close();
    }

    private FaultProxy proxy(Fault... faults) throws IOException {
        return FaultProxy.start(server.address(), FaultPlan.of(faults));
    }

    private static Socket connect(FaultProxy proxy) throws IOException {
        return new Socket(proxy.address().getAddress(), proxy.address().getPort());
    }

    private static Socket send(FaultProxy proxy) throws IOException {
        Socket socket = connect(proxy);
        socket.getOutputStream().write(SENT);
        return socket;
    }

    /** Sends everything, ends, and reads to the end. */
    private static byte[] exchange(FaultProxy proxy) throws IOException {
        try (Socket socket = send(proxy)) {
            socket.shutdownOutput();
            return socket.getInputStream().readAllBytes();
        }
    }

    private static void assertFired(FaultProxy proxy, Kind kind, int times) {
        for (Kind each : Kind.values()) {
            if (each != Kind.NONE) {
                assertEquals(each == kind ? times : 0, proxy.counts().get(each), each.name());
            }
        }
    }

    private static byte[] start(int length) {
        return Arrays.copyOf(SENT, length);
    }

    @Test
    void withoutAFaultEverythingPassesInBothDirections() throws Exception {
        try (FaultProxy proxy = proxy()) {
            assertArrayEquals(SENT, exchange(proxy));
            assertArrayEquals(SENT, exchange(proxy));
            assertEquals(new Seen(Slice.of(SENT), false), server.seen());
            assertEquals(2, proxy.connections());
            assertEquals(2, proxy.counts().get(Kind.NONE));
            assertFired(proxy, Kind.NONE, 0);
        }
    }

    @Test
    void megabytesPass() throws Exception {
        byte[] large = new byte[8 << 20];
        new Random(2).nextBytes(large);
        try (FaultProxy proxy = proxy();
                Socket socket = connect(proxy)) {
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    socket.getOutputStream().write(large);
                    socket.shutdownOutput();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertArrayEquals(large, socket.getInputStream().readAllBytes());
            writer.join();
        }
    }

    @Test
    void aBreakPasses() throws Exception {
        try (FaultProxy proxy = proxy()) {
            try (Socket socket = send(proxy)) {
                assertArrayEquals(SENT, socket.getInputStream().readNBytes(SIZE));
                socket.setSoLinger(true, 0);
            }
            assertEquals(new Seen(Slice.of(SENT), true), server.seen());
        }
    }

    @Test
    void aRefusedClientIsResetAndTheServerHearsNothing() throws Exception {
        try (FaultProxy proxy = proxy(new Fault.Refuse())) {
            assertThrows(SocketException.class, () -> exchange(proxy));
            assertArrayEquals(SENT, exchange(proxy), "the next");
            assertEquals(new Seen(Slice.of(SENT), false), server.seen(), "its first");
            assertFired(proxy, Kind.REFUSE, 1);
        }
    }

    @Test
    void aCutLooksLikeAnEnd() throws Exception {
        try (FaultProxy proxy = proxy(new Fault.Cut(PLACE))) {
            assertArrayEquals(start(PLACE), exchange(proxy));
            assertArrayEquals(SENT, exchange(proxy), "the next");
            assertFired(proxy, Kind.CUT, 1);
        }
    }

    @Test
    void aCutAtTheBeginningLetsNothingPass() throws Exception {
        try (FaultProxy proxy = proxy(new Fault.Cut(0))) {
            assertEquals(0, exchange(proxy).length);
        }
    }

    @Test
    void aClientThatGoesOnSendingAfterACutSeesItsCleanEnd() throws Exception {
        try (FaultProxy proxy = proxy(new Fault.Cut(PLACE));
                Socket socket = send(proxy)) {
            proxy.awaitFault(Kind.CUT, 1);
            socket.getOutputStream().write(new byte[1 << 20]);
            assertArrayEquals(start(PLACE), socket.getInputStream().readAllBytes());
        }
    }

    @Test
    void aResetBreaksBothSides() throws Exception {
        try (FaultProxy proxy = proxy(new Fault.Reset(PLACE));
                Socket socket = send(proxy)) {
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            assertThrows(SocketException.class, () -> readInto(got, socket));
            assertTrue(got.size() <= PLACE, got.size() + " bytes");
            assertArrayEquals(start(got.size()), got.toByteArray());
            assertTrue(server.seen().broken());
            assertFired(proxy, Kind.RESET, 1);
        }
    }

    private static void readInto(ByteArrayOutputStream got, Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            got.write(next);
        }
    }

    @Test
    void whatIsStalledGoesOnWhenHealed() throws Exception {
        try (FaultProxy proxy = proxy(new Fault.Stall(PLACE));
                Socket socket = send(proxy)) {
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            assertArrayEquals(start(PLACE), in.readNBytes(PLACE));
            proxy.awaitFault(Kind.STALL, 1);
            assertEquals(new Seen(Slice.of(SENT), false), server.seen(), "the other direction");
            assertArrayEquals(SENT, exchange(proxy), "another connection");
            assertEquals(0, in.available());
            proxy.heal();
            assertArrayEquals(Arrays.copyOfRange(SENT, PLACE, SIZE), in.readAllBytes());
        }
    }

    @Test
    void whatIsStalledBreaksWhenTheProxyIsClosed() throws Exception {
        FaultProxy proxy = proxy(new Fault.Stall(PLACE));
        try (Socket socket = send(proxy)) {
            proxy.awaitFault(Kind.STALL, 1);
            proxy.close();
            assertThrows(SocketException.class, () -> socket.getInputStream().readAllBytes());
            assertTrue(server.seen().broken());
        }
    }

    @Test
    void oneBitIsFlipped() throws Exception {
        for (int bit = 0; bit < Byte.SIZE; bit++) {
            try (FaultProxy proxy = proxy(new Fault.Corrupt(PLACE + bit, bit))) {
                byte[] expected = SENT.clone();
                expected[PLACE + bit] ^= (byte) (1 << bit);
                assertArrayEquals(expected, exchange(proxy));
                assertFired(proxy, Kind.CORRUPT, 1);
            }
        }
    }

    @Test
    void whatIsTruncatedEndsCleanly() throws Exception {
        try (FaultProxy proxy = proxy(new Fault.Truncate(PLACE, Long.MAX_VALUE), new Fault.Truncate(PLACE, 50))) {
            assertArrayEquals(start(PLACE), exchange(proxy));
            assertEquals(new Seen(Slice.of(SENT), false), server.seen(), "everything was taken");
            assertArrayEquals(start(PLACE), exchange(proxy));
            assertFired(proxy, Kind.TRUNCATE, 2);
        }
    }

    @Test
    void whatIsDelayedArrives() throws Exception {
        try (FaultProxy proxy = proxy(new Fault.Delay(Duration.ofMillis(1)))) {
            assertArrayEquals(SENT, exchange(proxy));
            assertFired(proxy, Kind.DELAY, 1);
        }
    }

    @Test
    void aDelayEndsWhenHealed() throws Exception {
        try (FaultProxy proxy = proxy(new Fault.Delay(Duration.ofDays(1)));
                Socket socket = send(proxy)) {
            socket.shutdownOutput();
            proxy.awaitFault(Kind.DELAY, 1);
            proxy.heal();
            assertArrayEquals(SENT, socket.getInputStream().readAllBytes());
        }
    }

    @Test
    void aHalfClosedConnectionStillHearsTheClient() throws Exception {
        try (FaultProxy proxy = proxy(new Fault.HalfClose(PLACE))) {
            try (Socket socket = send(proxy)) {
                assertArrayEquals(start(PLACE), socket.getInputStream().readAllBytes());
                socket.getOutputStream().write(SENT);
            }
            Seen seen = server.seen();
            assertEquals(2 * SIZE, seen.bytes().length());
            assertFalse(seen.broken());
            assertFired(proxy, Kind.HALF_CLOSE, 1);
        }
    }

    @Test
    void aFaultTowardsTheServerIsWhatTheServerSees() throws Exception {
        byte[] expected = SENT.clone();
        expected[PLACE] ^= 1;
        try (FaultProxy proxy = proxy(
                new Fault.TowardsServer(new Fault.Corrupt(PLACE, 0)),
                new Fault.TowardsServer(new Fault.HalfClose(PLACE)),
                new Fault.TowardsServer(new Fault.Cut(PLACE)))) {
            assertArrayEquals(expected, exchange(proxy));
            assertEquals(new Seen(Slice.of(expected), false), server.seen());
            assertArrayEquals(start(PLACE), exchange(proxy));
            assertEquals(new Seen(Slice.of(start(PLACE)), false), server.seen());
            try (Socket cut = send(proxy)) {
                assertEquals(new Seen(Slice.of(start(PLACE)), false), server.seen());
                assertFalse(cut.isClosed());
            }
        }
    }

    @Test
    void aPlaceThatIsNotReachedIsNoFault() throws Exception {
        try (FaultProxy proxy =
                proxy(new Fault.Cut(SIZE + 1), new Fault.Corrupt(SIZE, 0), new Fault.Reset(Long.MAX_VALUE))) {
            assertArrayEquals(SENT, exchange(proxy));
            assertArrayEquals(SENT, exchange(proxy));
            assertArrayEquals(SENT, exchange(proxy));
            assertFired(proxy, Kind.NONE, 0);
        }
    }

    @Test
    void whatIsHealedHasNoFaults() throws Exception {
        try (FaultProxy proxy = proxy(new Fault.Cut(PLACE), new Fault.Refuse());
                Socket before = connect(proxy)) {
            before.getOutputStream().write(SENT, 0, 1);
            assertEquals(SENT[0], (byte) before.getInputStream().read());
            proxy.heal();
            before.getOutputStream().write(SENT, 1, SIZE - 1);
            assertArrayEquals(
                    Arrays.copyOfRange(SENT, 1, SIZE), before.getInputStream().readNBytes(SIZE - 1));
            assertArrayEquals(SENT, exchange(proxy));
            assertFired(proxy, Kind.NONE, 0);
        }
    }

    @Test
    void aServerMayComeBackElsewhere() throws Exception {
        try (Socket boundButDeaf = new Socket()) {
            boundButDeaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            InetSocketAddress nobody =
                    new InetSocketAddress(boundButDeaf.getLocalAddress(), boundButDeaf.getLocalPort());
            try (FaultProxy proxy = FaultProxy.start(nobody, FaultPlan.none())) {
                assertThrows(SocketException.class, () -> exchange(proxy));
                proxy.retarget(server.address());
                assertArrayEquals(SENT, exchange(proxy));
            }
        }
    }

    @Test
    void manyConnectionsAtOnceHaveTheirFaultsEach() throws Exception {
        Fault[] faults = new Fault[200];
        for (int i = 0; i < faults.length; i++) {
            faults[i] = i % 2 == 0 ? new Fault.None() : new Fault.Cut(PLACE);
        }
        try (FaultProxy proxy = proxy(faults)) {
            int[] whole = {0};
            Thread[] clients = new Thread[faults.length];
            for (int i = 0; i < clients.length; i++) {
                clients[i] = Thread.ofVirtual().start(() -> {
                    try {
                        int length = exchange(proxy).length;
                        synchronized (whole) {
                            whole[0] += length == SIZE ? 1 : 0;
                        }
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
            }
            for (Thread client : clients) {
                client.join();
            }
            assertEquals(faults.length / 2, whole[0]);
            assertFired(proxy, Kind.CUT, faults.length / 2);
        }
    }
}
