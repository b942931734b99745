package dev.spillway.app.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.client.SpillwayClient;
import dev.spillway.render.Format;
import dev.spillway.result.RunListener;
import dev.spillway.result.RunView;
import dev.spillway.server.http.GatewayServer;
import dev.spillway.server.http.GatewaySettings;
import dev.spillway.server.http.Trigger;
import dev.spillway.wire.ByteBudget;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two origins, and a gateway that knows them over the network only. */
@Timeout(120)
class GatewayHttpTest {
    /** Other results, one after the other, through which a run that has stalled does not move. */
    private static final int STILL = 100;

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final long ENDLESS = 100_000_000_000L;
    private static final int MANY = 200_000;

    private TestOrigin a;
    private TestOrigin b;
    private Origins origins;
    private GatewayServer gateway;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void start() throws Exception {
        a = TestOrigin.start("a").serving("both").serving("only-a");
        b = TestOrigin.start("b").serving("both");
        ByteBudget budget = new ByteBudget(1 << 20, 64 << 10);
        origins = Origins.start(
                List.of(Target.parse(a.target()), Target.parse(b.target())),
                target -> SpillwayClient.builder(target).prefetch(budget));
        origins.awaitFirstAnswers(Duration.ofSeconds(60));
        Trigger trigger = new Trigger("/{count}", "only-a", Format.TEXT, Optional.empty());
        gateway = GatewayServer.start(
                new GatewaySettings(ANY_PORT, List.of(trigger), Duration.ofSeconds(10), List.of()),
                new RoutedResults(origins, RunListener.NONE));
    }

    @AfterEach
    void stop() {
        http.shutdownNow();
        gateway.close();
        origins.close();
        a.close();
        b.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + gateway.address().getPort() + path));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpResponse<InputStream> open(String path) throws Exception {
        return http.send(request(path).build(), BodyHandlers.ofInputStream());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void everyFormatIsWhatTheOriginItselfWouldServe(Format format) throws Exception {
        String path = "/v1/streams/only-a." + format + "?count=1000";
        GatewayServer own = GatewayServer.start(
                new GatewaySettings(ANY_PORT, List.of(), Duration.ofSeconds(10), List.of()), a.results());
        try {
            HttpRequest direct = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + own.address().getPort() + path))
                    .build();
            HttpResponse<byte[]> expected = http.send(direct, BodyHandlers.ofByteArray());
            HttpResponse<byte[]> response = http.send(request(path).build(), BodyHandlers.ofByteArray());
            assertEquals(200, response.statusCode());
            assertArrayEquals(expected.body(), response.body());
            assertEquals(
                    expected.headers().firstValue("content-type"),
                    response.headers().firstValue("content-type"));
        } finally {
            own.close();
        }
    }

    @Test
    void triggersAndThePageLeadToStreamsOfOrigins() throws Exception {
        assertEquals("0, a\n1, a\n", get("/2").body());
        String page = get("/").body();
        assertTrue(page.contains("both") && page.contains("only-a"), page);
    }

    @Test
    void anOriginThatDiesBreaksItsTransfersAndTheOtherGoesOn() throws Exception {
        HttpResponse<InputStream> endless = open("/v1/streams/both.text?count=" + ENDLESS);
        assertEquals('0', endless.body().read());
        a.kill();
        assertThrows(IOException.class, () -> endless.body().transferTo(OutputStream.nullOutputStream()));
        assertEquals("0, b\n", get("/v1/streams/both.text?count=1").body());

        HttpResponse<String> gone = get("/v1/streams/only-a.text");
        assertEquals(503, gone.statusCode());
        assertTrue(gone.body().contains(a.target()), gone.body());
        assertEquals(Optional.of("1"), gone.headers().firstValue("retry-after"));
        assertEquals(404, get("/v1/streams/nothing.text").statusCode());
    }

    @Test
    void headAnswersFromWhatIsKnownAndOpensNothing() throws Exception {
        HttpRequest head = request("/v1/streams/only-a.text").HEAD().build();
        assertEquals(200, http.send(head, BodyHandlers.discarding()).statusCode());
        a.kill();
        assertTrue(origins.await(() -> origins.describe().get(0).contains("("), Duration.ofSeconds(60)));
        assertEquals(503, http.send(head, BodyHandlers.discarding()).statusCode());
        assertTrue(a.started.isEmpty());
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aReaderThatLeavesStopsTheSource(HttpClient.Version version) throws Exception {
        try (HttpClient leaving = HttpClient.newBuilder().version(version).build()) {
            HttpResponse<InputStream> endless = leaving.send(
                    request("/v1/streams/only-a.text?count=" + ENDLESS).build(), BodyHandlers.ofInputStream());
            assertEquals('0', endless.body().read());
            endless.body().close();
            leaving.shutdownNow();
        }
        assertEquals("only-a", TestOrigin.await(a.sourcesClosed));
    }

    @Test
    void aReaderThatStallsStallsItsRunAndNothingElse() throws Exception {
        HttpResponse<InputStream> stalled = open("/v1/streams/only-a.text?count=" + ENDLESS);
        assertEquals('0', stalled.body().read());
        RunView run = TestOrigin.await(a.started);
        // Until all buffers on the way are full: a run that waits for one turn of a busy machine has not stalled yet.
        long before = run.rows();
        for (int still = 0; still < STILL; still++) {
            assertEquals(200, get("/v1/streams/only-a.text?count=1000").statusCode());
            if (run.rows() != before) {
                before = run.rows();
                still = 0;
            }
        }

        HttpResponse<String> other = get("/v1/streams/only-a.text?count=" + MANY);
        assertEquals(MANY, other.body().lines().count());
        assertEquals(before, run.rows());
        assertTrue(stalled.body().readNBytes(1 << 20).length == 1 << 20);
        stalled.body().close();
    }
}
