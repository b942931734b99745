package dev.spillway.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.render.Format;
import dev.spillway.result.RunEnd;
import dev.spillway.server.net.TestStreams;
import dev.spillway.wire.Crc32c;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class GatewayServerTest {
    private final TestStreams streams = new TestStreams();

    @TempDir
    private Path folder;

    private Path tee;
    private GatewayServer server;
    private HttpClient client;

    @BeforeEach
    void start() throws IOException {
        tee = folder.resolve("items.txt");
        List<Trigger> triggers = List.of(
                new Trigger("/{count}", "items", Format.TEXT, Optional.of(tee)),
                new Trigger("/broken/{count}", "failing", Format.TEXT, Optional.of(tee)),
                new Trigger("/untold/{count}", "items", Format.TEXT, Optional.of(folder.resolve("no/folder"))));
        server = start(Duration.ofSeconds(10), triggers);
        client = HttpClient.newBuilder().build();
    }

    private GatewayServer start(Duration commitAfter, List<Trigger> triggers) throws IOException {
        return GatewayServer.start(
                new GatewaySettings(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), triggers, commitAfter, List.of()),
                streams.results);
    }

    @AfterEach
    void stop() {
        client.close();
        streams.results.close();
        server.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.address().getPort() + path));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void triggerStreamsTextAndTheTeeHoldsTheSameWhenTheAnswerEnds(Version version) throws Exception {
        HttpResponse<String> response =
                client.send(request("/100000").version(version).build(), BodyHandlers.ofString());
        String teed = Files.readString(tee);
        assertEquals(200, response.statusCode());
        assertEquals(TestStreams.text(100_000), response.body());
        assertEquals(response.body(), teed);
        assertEquals(
                "text/plain; charset=utf-8",
                response.headers().firstValue("content-type").orElseThrow());
        assertEquals(List.of("items.txt"), names());
        assertInstanceOf(RunEnd.Complete.class, streams.awaitEnd());
    }

    @Test
    void emptyResultIsACompleteAnswer() throws Exception {
        HttpResponse<String> response = get("/0");
        assertEquals(200, response.statusCode());
        assertEquals("", response.body());
        assertEquals("", Files.readString(tee));
    }

    @Test
    void trailersHoldTotalsAndChecksums() throws Exception {
        String raw = raw("GET /v1/streams/items.proto?count=1000 HTTP/1.1");
        HttpResponse<byte[]> canonical =
                client.send(request("/v1/streams/items.proto?count=1000").build(), BodyHandlers.ofByteArray());
        byte[] body = canonical.body();
        String crc = Crc32c.toHex(Crc32c.of(body, 0, body.length));
        String trailers = raw.substring(raw.lastIndexOf("\r\n0\r\n")).toLowerCase(Locale.ROOT);
        assertTrue(trailers.contains("spillway-rows: 1000\r\n"), trailers);
        assertTrue(trailers.contains("spillway-bytes: " + body.length + "\r\n"), trailers);
        assertTrue(trailers.contains("spillway-content-bytes: " + body.length + "\r\n"), trailers);
        assertTrue(trailers.contains("spillway-crc32c: " + crc + "\r\n"), trailers);
        assertTrue(trailers.contains("repr-digest: crc32c=:"), trailers);
    }

    @ParameterizedTest
    @CsvSource({"HTTP_1_1,ndjson", "HTTP_1_1,text", "HTTP_1_1,proto", "HTTP_2,ndjson", "HTTP_2,text", "HTTP_2,proto"})
    void failureInTheMiddleBreaksTheTransfer(Version version, String format) throws Exception {
        HttpRequest request = request("/v1/streams/failing." + format + "?count=100000")
                .version(version)
                .build();
        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        assertEquals(200, response.statusCode());
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        IOException broken =
                assertThrows(IOException.class, () -> response.body().transferTo(received));
        assertTrue(received.size() > 0);
        assertFalse(received.toString(StandardCharsets.UTF_8).contains("broken"));
        RunEnd.Failed end = assertInstanceOf(
                RunEnd.Failed.class, streams.awaitEnd(), () -> broken + " after " + received.size() + " bytes");
        assertEquals("item 100000 is broken", end.failure().text());
    }

    @Test
    void failureInTheMiddleLeavesNoFinalChunkAndNoTee() throws Exception {
        Files.writeString(tee, "from before");
        String raw = raw("GET /broken/100000 HTTP/1.1");
        assertTrue(raw.startsWith("HTTP/1.1 200 OK\r\n"));
        assertFalse(raw.endsWith("0\r\n\r\n"));
        assertFalse(raw.contains("\r\n0\r\n"));
        assertEquals("from before", Files.readString(tee));
        assertEquals(List.of("items.txt"), names());
    }

    @Test
    void failureBeforeTheFirstRowIsAProblemWithItsTrueStatus() throws Exception {
        HttpResponse<String> response = get("/broken/0");
        assertProblem(response, 500, "SOURCE_FAILED", "item 0 is broken");
    }

    @Test
    void teeThatCannotBeWrittenLeavesTheAnswerAlone() throws Exception {
        HttpResponse<String> response = get("/untold/1000");
        assertEquals(200, response.statusCode());
        assertEquals(TestStreams.text(1000), response.body());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/-1|400|INVALID_PARAMETER|count: -1 (expected: 0…1000000000)",
                "/many|400|INVALID_PARAMETER|count: many (expected: 0…1000000000)",
                "/1000000001|400|INVALID_PARAMETER|count: 1000000001 (expected: 0…1000000000)",
                "/10?count=3|400|INVALID_PARAMETER|count: given twice (expected: at most once)",
                "/v1/streams/items?count=1&count=2|400|INVALID_PARAMETER|count: given twice (expected: at most once)",
                "/v1/streams/items?cuont=1|400|INVALID_PARAMETER|cuont: no such parameter (expected: count)",
                "/v1/streams/items?count|400|INVALID_PARAMETER|query: 'count' (expected: name=value)",
                "/v1/streams/nothing|404|UNKNOWN_STREAM|stream: nothing (expected: one of failing, items, paced)",
                "/v1/streams/items.xml|404|NOT_FOUND|format: xml (expected: one of ndjson, csv, json, text, proto)",
                "/v1/elsewhere/a|404|NOT_FOUND|path: /v1/elsewhere/a (expected: /v1/streams/NAME.FORMAT)",
                "/v1/streams/items?from_row=1|400|INVALID_PARAMETER|from_row: of a stream (expected: of /v1/results/ID)",
            })
    void badInputIsAProblemThatNamesIt(String path, int status, String reason, String title) throws Exception {
        assertProblem(get(path), status, reason, title);
        assertTrue(streams.results.running().isEmpty());
    }

    private static void assertProblem(HttpResponse<String> response, int status, String reason, String title) {
        assertEquals(status, response.statusCode());
        assertEquals(
                "application/problem+json",
                response.headers().firstValue("content-type").orElseThrow());
        JsonNode problem = JsonMapper.shared().readTree(response.body());
        assertEquals(title, problem.get("title").asString());
        assertEquals(status, problem.get("status").asInt());
        assertEquals(reason, problem.get("reason").asString());
    }

    @ParameterizedTest
    @CsvSource({"/", "/5", "/healthz", "/v1/streams", "/v1/streams/items"})
    void otherMethodsAreRefused(String path) throws Exception {
        HttpResponse<String> response = client.send(request(path).DELETE().build(), BodyHandlers.ofString());
        assertProblem(response, 405, "METHOD_NOT_ALLOWED", "method: DELETE (expected: GET or HEAD)");
        assertEquals("GET, HEAD", response.headers().firstValue("allow").orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/x-ndjson|application/x-ndjson",
                "text/plain|text/plain; charset=utf-8",
                "application/x-protobuf|application/x-protobuf",
                "text/csv|text/csv; charset=utf-8; header=present",
                "text/*|text/csv; charset=utf-8; header=present",
                "application/json|application/json",
                "application/json, text/plain, */*|application/json",
                "text/plain, application/json|application/json",
                "application/*|application/x-ndjson",
                "*/*|application/x-ndjson",
                "application/json;q=0.9, */*|application/x-ndjson",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8|application/x-ndjson",
                "text/plain;q=0.5, application/x-ndjson;q=0.4|text/plain; charset=utf-8",
                "*/*, application/x-ndjson;q=0|text/csv; charset=utf-8; header=present",
            })
    void acceptChoosesTheFormat(String accept, String contentType) throws Exception {
        HttpResponse<String> response = client.send(
                request("/v1/streams/items").header("accept", accept).build(), BodyHandlers.ofString());
        assertEquals(200, response.statusCode());
        assertEquals(contentType, response.headers().firstValue("content-type").orElseThrow());
    }

    @Test
    void acceptOfNothingServedIsRefused() throws Exception {
        HttpResponse<String> response = client.send(
                request("/v1/streams/items").header("accept", "image/png").build(), BodyHandlers.ofString());
        assertProblem(
                response,
                406,
                "NOT_ACCEPTABLE",
                "Accept: image/png (expected: one of application/x-ndjson, text/csv, application/json, text/plain, "
                        + "application/x-protobuf)");
    }

    @Test
    void headTellsTheHeadersAndOpensNothing() throws Exception {
        HttpResponse<String> response =
                client.send(request("/v1/streams/items.ndjson").HEAD().build(), BodyHandlers.ofString());
        assertEquals(200, response.statusCode());
        assertEquals(
                "application/x-ndjson",
                response.headers().firstValue("content-type").orElseThrow());
        assertEquals(Optional.empty(), response.headers().firstValue("content-length"));
        assertTrue(streams.results.running().isEmpty());
        assertTrue(streams.ends.isEmpty());
    }

    @Test
    void eachRowArrivesWhenItIsMade() throws Exception {
        HttpResponse<InputStream> response = firstOfPaced();
        InputStream body = response.body();
        for (int id = 0; id < 5; id++) {
            String expected = id + ", Item number " + id + "\n";
            assertEquals(expected, new String(body.readNBytes(expected.length()), StandardCharsets.UTF_8));
            streams.permits.release();
        }
        body.close();
    }

    private HttpResponse<InputStream> firstOfPaced() throws Exception {
        streams.permits.release();
        HttpResponse<InputStream> response =
                client.send(request("/v1/streams/paced.text").build(), BodyHandlers.ofInputStream());
        assertEquals(200, response.statusCode());
        return response;
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void readerThatLeavesASilentSourceStopsIt(Version version) throws Exception {
        try (HttpClient leaving = HttpClient.newBuilder().version(version).build()) {
            streams.permits.release();
            HttpResponse<InputStream> response = leaving.send(
                    request("/v1/streams/paced.text").version(version).build(), BodyHandlers.ofInputStream());
            assertEquals('0', response.body().read());
            leaving.shutdownNow();
            response.body().close();
            assertEquals("paced", streams.awaitClosed());
            assertInstanceOf(RunEnd.ReaderLeft.class, streams.awaitEnd());
        }
    }

    @Test
    void readerThatStopsReadingHoldsTheSourceAndLeavingFreesIt() throws Exception {
        try (Socket socket = open("GET /v1/streams/items.text?count=1000000000 HTTP/1.1")) {
            assertEquals('H', socket.getInputStream().read());
            long stalledAt = -1;
            while (stalledAt != streams.results.running().getFirst().rows()) {
                stalledAt = streams.results.running().getFirst().rows();
                streams.closed.poll(500, java.util.concurrent.TimeUnit.MILLISECONDS);
            }
            assertTrue(stalledAt < 1_000_000_000);
        }
        assertEquals("items", streams.awaitClosed());
        assertInstanceOf(RunEnd.ReaderLeft.class, streams.awaitEnd());
    }

    @Test
    void statusLeavesAfterCommitAfterEvenWithoutARow() throws Exception {
        try (GatewayServer soon = start(Duration.ofMillis(20), List.of());
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), soon.address().getPort())) {
            socket.getOutputStream()
                    .write("GET /v1/streams/paced.text HTTP/1.1\r\nHost: test\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] status = socket.getInputStream().readNBytes(15);
            assertEquals("HTTP/1.1 200 OK", new String(status, StandardCharsets.US_ASCII));
        }
    }

    @Test
    void streamsAreListedWithParametersAndColumns() throws Exception {
        JsonNode items = JsonMapper.shared()
                .readTree(get("/v1/streams").body())
                .get("streams")
                .get(1);
        assertEquals("items", items.get("name").asString());
        assertEquals("count", items.get("parameters").get(0).get("name").asString());
        assertEquals(10, items.get("parameters").get(0).get("default").asInt());
        assertEquals("title", items.get("columns").get(1).get("name").asString());
        assertTrue(get("/").body().contains("/v1/streams/items.ndjson"));
        assertEquals("ok\n", get("/healthz").body());
    }

    @Test
    void stoppingTheServerBreaksWhatRuns() throws Exception {
        HttpResponse<InputStream> response = firstOfPaced();
        streams.results.close();
        assertThrows(IOException.class, () -> response.body().transferTo(new ByteArrayOutputStream()));
        assertInstanceOf(RunEnd.Failed.class, streams.awaitEnd());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(
                    files.map(file -> file.getFileName().toString()).toList());
        }
    }

    private Socket open(String requestLine) throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address().getPort());
        socket.getOutputStream()
                .write((requestLine + "\r\nHost: test\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** All that the server sends on a connection, as it is. */
    private String raw(String requestLine) throws IOException {
        try (Socket socket = open(requestLine)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
