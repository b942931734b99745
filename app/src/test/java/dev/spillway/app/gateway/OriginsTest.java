package dev.spillway.app.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.client.SpillwayClient;
import dev.spillway.result.RunEnd;
import dev.spillway.result.RunListener;
import dev.spillway.result.RunView;
import dev.spillway.wire.Caller;
import dev.spillway.wire.Frame;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Query;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.StreamInfo;
import dev.spillway.wire.Value;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class OriginsTest implements RunListener {
    private static final Caller CURL = new Caller("anonymous", "curl/8.5.0");
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final long ENDLESS = Long.MAX_VALUE;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final BlockingQueue<RunEnd> ended = new LinkedBlockingQueue<>();
    private volatile InetAddress[] found = {};

    private Origins origins = Origins.start(List.of(), target -> SpillwayClient.builder(target));
    private RoutedResults results = new RoutedResults(origins, this);

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private TestOrigin origin(String name, String... streams) throws Exception {
        TestOrigin origin = TestOrigin.start(name);
        open.add(origin);
        for (String stream : streams) {
            origin.serving(stream);
        }
        return origin;
    }

    /** Reads these, and waits until each was asked. */
    private void gateway(String... targets) throws InterruptedException {
        origins = Origins.start(
                Arrays.stream(targets).map(Target::parse).toList(),
                this::lookUp,
                target -> SpillwayClient.builder(target));
        open.add(origins);
        results = new RoutedResults(origins, this);
        origins.awaitFirstAnswers(LONG);
    }

    private InetAddress[] lookUp(String host) throws UnknownHostException {
        if (host.equals("127.0.0.1")) {
            return new InetAddress[] {InetAddress.getByAddress(new byte[] {127, 0, 0, 1})};
        }
        if (found.length == 0) {
            throw new UnknownHostException(host);
        }
        return found;
    }

    private void await(BooleanSupplier condition) throws InterruptedException {
        assertTrue(origins.await(condition, LONG));
    }

    private FrameReader read(String stream, long count) throws ResultFailure {
        return results.read(new Query(stream, Map.of("count", new Value.Int64(count))), CURL);
    }

    /** Reads a whole result, and says whose it was. */
    private String readAll(String stream) throws Exception {
        try (FrameReader reader = read(stream, 3)) {
            Frame.Header header = (Frame.Header) reader.next();
            Frame frame;
            do {
                frame = reader.next();
            } while (!(frame instanceof Frame.End));
            assertEquals(3, ((Frame.End) frame).total().rows());
            return header.resultId().owner();
        }
    }

    private ResultFailure failure(String stream) {
        return assertThrows(ResultFailure.class, () -> readAll(stream));
    }

    private List<String> streams() throws ResultFailure {
        return results.streams(CURL).stream().map(StreamInfo::name).toList();
    }

    @Test
    void aStreamOfSeveralOriginsIsReadFromOneAfterTheOther() throws Exception {
        gateway(origin("a", "both").target(), origin("b", "both", "only").target());
        assertEquals(List.of("both", "only"), streams());
        assertEquals(
                List.of("a", "b", "a", "b"),
                List.of(readAll("both"), readAll("both"), readAll("both"), readAll("both")));
        assertEquals(List.of("b", "b"), List.of(readAll("only"), readAll("only")));
    }

    @Test
    void whoAsksWhatAStreamIsTakesNoTurn() throws Exception {
        gateway(origin("a", "both").target(), origin("b", "both").target());
        List<String> owners = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            assertEquals("both", results.stream("both", CURL).name());
            owners.add(readAll("both"));
        }
        assertEquals(List.of("a", "b", "a", "b"), owners);
    }

    @Test
    void anOriginThatIsGoneLeavesItsTurnToTheNextAndTakesPartAgainWhenItIsBack() throws Exception {
        TestOrigin a = origin("a", "both", "only");
        gateway(a.target(), origin("b", "both").target());
        a.kill();
        assertEquals(List.of("b", "b", "b"), List.of(readAll("both"), readAll("both"), readAll("both")));
        ResultFailure gone = failure("only");
        assertEquals(Reason.UNAVAILABLE, gone.reason());
        assertTrue(
                gone.text().startsWith("stream: only: no origin that has it answers: " + a.target() + " ("),
                gone.text());
        assertTrue(gone.retryAfter().isPresent());
        assertEquals(
                gone.reason(),
                assertThrows(ResultFailure.class, () -> results.stream("only", CURL))
                        .reason());
        assertEquals(List.of("both", "only"), streams());

        a.restart();
        await(() -> origins.describe().get(0).endsWith("2 streams"));
        assertEquals("a", readAll("only"));
        assertTrue(List.of(readAll("both"), readAll("both")).contains("a"));
    }

    @Test
    void aResultFailsWithItsOriginOnceItsHeaderCame() throws Exception {
        TestOrigin a = origin("a", "both");
        gateway(a.target(), origin("b", "both").target());
        try (FrameReader reader = read("both", ENDLESS)) {
            assertEquals("a", ((Frame.Header) reader.next()).resultId().owner());
            assertEquals(1, results.running().size());
            a.kill();
            ResultFailure failure = assertThrows(ResultFailure.class, () -> {
                while (!(reader.next() instanceof Frame.End)) {}
            });
            assertEquals(Reason.UNAVAILABLE, failure.reason(), failure::text);
        }
        assertInstanceOf(RunEnd.Failed.class, TestOrigin.await(ended));
        assertTrue(results.running().isEmpty());
    }

    @Test
    void aStreamThatNoOriginHasIsUnknown() throws Exception {
        gateway(origin("a", "one").target(), origin("b", "other").target());
        ResultFailure unknown = failure("none");
        assertEquals(Reason.UNKNOWN_STREAM, unknown.reason());
        assertEquals("stream: none (expected: one of one, other)", unknown.text());
    }

    @Test
    void aStreamThatASilentOriginMayHaveIsUnavailableAndNotUnknown() throws Exception {
        TestOrigin silent = origin("silent", "late");
        silent.kill();
        gateway(origin("a", "one").target(), silent.target());
        ResultFailure failure = failure("late");
        assertEquals(Reason.UNAVAILABLE, failure.reason());
        assertTrue(failure.text().contains(silent.target()), failure.text());
        silent.restart();
        await(() -> origins.describe().get(1).endsWith("1 stream"));
        assertEquals("silent", readAll("late"));
    }

    @Test
    void withoutAnyOriginEverythingIsUnavailable() throws Exception {
        TestOrigin gone = origin("gone");
        gone.kill();
        gateway(gone.target(), "nowhere:50051");
        ResultFailure failure = assertThrows(ResultFailure.class, this::streams);
        assertEquals(Reason.UNAVAILABLE, failure.reason());
        assertTrue(failure.text().startsWith("no origin answers: " + gone.target() + " ("), failure.text());
        assertTrue(failure.text().endsWith(", nowhere:50051 (no such host)"), failure.text());
        assertEquals(Reason.UNAVAILABLE, failure("any").reason());
    }

    @Test
    void anOriginThatDefinesAStreamOtherwiseIsNeverReadInItsPlace() throws Exception {
        TestOrigin a = origin("a", "numbers");
        TestOrigin b = origin("b").serving("numbers", "m");
        gateway(a.target(), b.target());
        assertEquals(List.of("a", "a"), List.of(readAll("numbers"), readAll("numbers")));
        a.kill();
        ResultFailure failure = failure("numbers");
        assertEquals(Reason.UNAVAILABLE, failure.reason());
        assertTrue(failure.text().contains(a.target()), failure.text());
    }

    @Test
    void anOriginThatLostAStreamLeavesItToTheNext() throws Exception {
        TestOrigin a = origin("a", "both");
        gateway(a.target(), origin("b", "both").target());
        a.kill();
        open.add(TestOrigin.start("a", a.address()));
        assertEquals(List.of("b", "b"), List.of(readAll("both"), readAll("both")));
        await(() -> origins.describe().get(0).endsWith("0 streams"));
        assertEquals(List.of("b", "b"), List.of(readAll("both"), readAll("both")));
    }

    @Test
    void eachAddressOfANameIsAnOriginAndThoseThatComeAndGoAreFollowed() throws Exception {
        InetAddress one = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        InetAddress two = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        TestOrigin a = origin("a", "both");
        TestOrigin b =
                TestOrigin.start("b", new InetSocketAddress(two, a.address().getPort()));
        open.add(b);
        b.serving("both");
        String name = "db:" + a.address().getPort();
        gateway(name);
        assertEquals(List.of(name + " (no such host)"), origins.describe());

        found = new InetAddress[] {two, one};
        await(() -> origins.describe()
                .equals(List.of(
                        "db/" + a.target() + "   1 stream",
                        "db/127.0.0.2:" + a.address().getPort() + "   1 stream")));
        assertEquals(List.of("a", "b"), List.of(readAll("both"), readAll("both")));

        try (FrameReader reader = read("both", 1_000_000)) {
            assertEquals("a", ((Frame.Header) reader.next()).resultId().owner());
            found = new InetAddress[] {two};
            b.kill();
            await(() -> origins.describe().size() == 1);
            b.restart();
            await(() -> origins.describe().get(0).endsWith("1 stream"));
            assertEquals(List.of("b", "b"), List.of(readAll("both"), readAll("both")));
            Frame frame;
            do {
                frame = reader.next();
            } while (!(frame instanceof Frame.End));
            assertEquals(1_000_000, ((Frame.End) frame).total().rows());
        }
    }

    @Test
    void theOriginSeesWhoAskedTheGateway() throws Exception {
        TestOrigin a = origin("a", "numbers");
        gateway(a.target());
        readAll("numbers");
        RunView run = TestOrigin.await(a.started);
        assertEquals("curl/8.5.0", run.caller().agent());
    }

    @Test
    void aRefusedParameterIsRefusedAsByItsOrigin() throws Exception {
        gateway(origin("a", "numbers").target());
        ResultFailure refused = assertThrows(ResultFailure.class, () -> {
            try (FrameReader reader = read("numbers", -1)) {
                reader.next();
            }
        });
        assertEquals(Reason.INVALID_PARAMETER, refused.reason());
        assertTrue(refused.text().startsWith("count: -1 (expected: "), refused.text());
        assertTrue(ended.isEmpty());
    }

    @Test
    void closingEndsWhatIsReadAndWhatComesLater() throws Exception {
        gateway(origin("a", "numbers").target());
        try (FrameReader reader = read("numbers", ENDLESS)) {
            reader.next();
            results.close();
            ResultFailure failure = assertThrows(ResultFailure.class, () -> {
                while (!(reader.next() instanceof Frame.End)) {}
            });
            assertEquals(Reason.UNAVAILABLE, failure.reason());
        }
        assertEquals(Reason.UNAVAILABLE, failure("numbers").reason());
    }

    @Override
    public void started(RunView run) {}

    @Override
    public void ended(RunView run, RunEnd end) {
        ended.add(end);
    }
}
