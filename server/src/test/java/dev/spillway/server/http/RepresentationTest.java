package dev.spillway.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.spillway.render.Format;
import dev.spillway.result.RunEnd;
import dev.spillway.server.net.TestStreams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Formats, codings, and who may read them. */
@Timeout(60)
class RepresentationTest {
    private static final String PAGE = "https://page.example";

    private final TestStreams streams = new TestStreams();

    @TempDir
    private Path folder;

    private Path tee;
    private GatewayServer server;
    private HttpClient client;

    @BeforeEach
    void start() throws IOException {
        tee = folder.resolve("items.txt");
        server = start(List.of(PAGE, "http://localhost:8080"));
        client = HttpClient.newBuilder().build();
    }

    private GatewayServer start(List<String> corsOrigins) throws IOException {
        return GatewayServer.start(
                new GatewaySettings(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        List.of(new Trigger("/{count}", "items", Format.TEXT, Optional.of(tee))),
                        Duration.ofSeconds(10),
                        corsOrigins),
                streams.results);
    }

    @AfterEach
    void stop() {
        client.close();
        streams.results.close();
        server.close();
    }

    private HttpRequest.Builder request(GatewayServer to, String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + to.address().getPort() + path));
    }

    private HttpRequest.Builder request(String path) {
        return request(server, path);
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path);
        return client.send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ndjson|'{\"id\":0,\"title\":\"Item number 0\"}\\n{\"id\":1,\"title\":\"Item number 1\"}\\n'",
                "csv|'id,title\\n0,Item number 0\\n1,Item number 1\\n'",
                "json|'[\\n{\"id\":0,\"title\":\"Item number 0\"},\\n{\"id\":1,\"title\":\"Item number 1\"}\\n]\\n'",
                "text|'0, Item number 0\\n1, Item number 1\\n'",
            })
    void aFormatIsAWholeDocument(String format, String document) throws Exception {
        HttpResponse<String> response = get("/v1/streams/items." + format + "?count=2");
        assertEquals(document.translateEscapes(), response.body());
        assertEquals(
                Format.named(format).orElseThrow().mediaType(),
                response.headers().firstValue("content-type").orElseThrow());
    }

    @Test
    void aFailedJsonArrayIsNeverClosed() throws Exception {
        HttpResponse<InputStream> response =
                client.send(request("/v1/streams/failing.json?count=100000").build(), BodyHandlers.ofInputStream());
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        assertThrows(IOException.class, () -> response.body().transferTo(received));
        assertTrue(received.size() > 0);
        assertFalse(received.toString(StandardCharsets.UTF_8).contains("]"));
    }

    @Test
    void int64AsStringIsForAWholeColumn() throws Exception {
        assertEquals(
                "{\"id\":\"0\",\"title\":\"Item number 0\"}\n",
                get("/v1/streams/items.ndjson?int64=string&count=1").body());
        assertEquals(
                "{\"id\":0,\"title\":\"Item number 0\"}\n",
                get("/v1/streams/items.ndjson?count=1&int64=number").body());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/streams/items.csv?int64=string|int64: string with csv (expected: with ndjson, json)",
                "/v1/streams/items.proto?int64=string|int64: string with proto (expected: with ndjson, json)",
                "/5?int64=string|int64: string with text (expected: with ndjson, json)",
                "/v1/streams/items.json?int64=text|int64: text (expected: number, string)",
            })
    void int64OfAnotherFormatOrFormIsRefused(String path, String title) throws Exception {
        HttpResponse<String> response = get(path);
        assertEquals(400, response.statusCode());
        assertEquals(
                title,
                JsonMapper.shared().readTree(response.body()).get("title").asString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|identity",
                "gzip|gzip",
                "x-gzip|gzip",
                "GZIP|gzip",
                "zstd|zstd",
                "gzip, deflate, br, zstd|zstd",
                "gzip, deflate|gzip",
                "zstd;q=0.5, gzip;q=0.8|gzip",
                "gzip;q=0.5, identity|identity",
                "gzip;q=0.5, *|identity",
                "gzip; q=0.001|gzip",
                "gzip;q=0|identity",
                "br|identity",
                "*|identity",
                "identity;q=0, zstd;q=0.1|zstd",
            })
    void acceptEncodingChoosesTheCoding(String accepted, String coding) throws Exception {
        HttpResponse<InputStream> response = client.send(
                request("/v1/streams/items").header("accept-encoding", accepted).build(), BodyHandlers.ofInputStream());
        assertEquals(coding, response.headers().firstValue("content-encoding").orElse("identity"));
        assertEquals(10, lines(response));
    }

    private static long lines(HttpResponse<InputStream> response) throws IOException {
        return new String(decoded(response).readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .count();
    }

    private static InputStream decoded(HttpResponse<InputStream> response) throws IOException {
        return switch (response.headers().firstValue("content-encoding").orElse("identity")) {
            case "gzip" -> new GZIPInputStream(response.body());
            case "zstd" -> new ZstdInputStreamNoFinalizer(response.body());
            default -> response.body();
        };
    }

    @ParameterizedTest
    @CsvSource({
        "'identity;q=0', 406",
        "'gzip;q=0, *;q=0', 406",
        "'gzip;q=2', 400",
        "'gzip;level=9', 400",
    })
    void acceptEncodingThatCannotBeMetIsRefused(String accepted, int status) throws Exception {
        HttpResponse<String> response = get("/v1/streams/items", "accept-encoding", accepted);
        assertEquals(status, response.statusCode());
        String title =
                JsonMapper.shared().readTree(response.body()).get("title").asString();
        assertTrue(title.startsWith("Accept-Encoding: " + accepted + " (expected: "), title);
        assertTrue(streams.results.running().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"HTTP_1_1,gzip", "HTTP_1_1,zstd", "HTTP_2,gzip", "HTTP_2,zstd"})
    void aCodedBodyDecodesToWhatTheTeeHolds(Version version, String coding) throws Exception {
        HttpResponse<InputStream> response = client.send(
                request("/100000")
                        .version(version)
                        .header("accept-encoding", coding)
                        .build(),
                BodyHandlers.ofInputStream());
        assertEquals(TestStreams.text(100_000), new String(decoded(response).readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(TestStreams.text(100_000), Files.readString(tee));
        assertEquals(
                "Spillway-Rows, Spillway-Bytes, Spillway-Crc32c",
                response.headers().firstValue("trailer").orElseThrow());
        assertInstanceOf(RunEnd.Complete.class, streams.awaitEnd());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void anEmptyResultIsAWholeBodyInEveryCoding(String coding) throws Exception {
        HttpResponse<InputStream> response =
                client.send(request("/0").header("accept-encoding", coding).build(), BodyHandlers.ofInputStream());
        assertEquals(coding, response.headers().firstValue("content-encoding").orElseThrow());
        assertEquals(0, decoded(response).readAllBytes().length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip", "zstd"})
    void eachRowCanBeDecodedWhenItIsMade(String coding) throws Exception {
        streams.permits.release();
        HttpResponse<InputStream> response = client.send(
                request("/v1/streams/paced.text")
                        .header("accept-encoding", coding)
                        .build(),
                BodyHandlers.ofInputStream());
        InputStream body = decoded(response);
        for (int id = 0; id < 5; id++) {
            String expected = id + ", Item number " + id + "\n";
            assertEquals(expected, new String(body.readNBytes(expected.length()), StandardCharsets.UTF_8));
            streams.permits.release();
        }
        response.body().close();
    }

    @ParameterizedTest
    @CsvSource({"HTTP_1_1,gzip", "HTTP_1_1,zstd", "HTTP_2,gzip", "HTTP_2,zstd"})
    void failureInTheMiddleBreaksACodedTransferToo(Version version, String coding) throws Exception {
        HttpResponse<InputStream> response = client.send(
                request("/v1/streams/failing.csv?count=100000")
                        .version(version)
                        .header("accept-encoding", coding)
                        .build(),
                BodyHandlers.ofInputStream());
        assertEquals(200, response.statusCode());
        assertThrows(IOException.class, () -> response.body().transferTo(new ByteArrayOutputStream()));
        assertInstanceOf(RunEnd.Failed.class, streams.awaitEnd());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void aFailureBeforeTheFirstRowIsAProblemWithoutCoding(String coding) throws Exception {
        HttpResponse<String> response = get("/v1/streams/failing.csv?count=0", "accept-encoding", coding);
        assertEquals(500, response.statusCode());
        assertEquals(Optional.empty(), response.headers().firstValue("content-encoding"));
        assertTrue(response.body().contains("item 0 is broken"));
    }

    @Test
    void nobodyStoresOrChangesAnAnswer() throws Exception {
        HttpHeaders headers = get("/v1/streams/items").headers();
        assertEquals(
                "no-store, no-transform", headers.firstValue("cache-control").orElseThrow());
        assertEquals("no", headers.firstValue("x-accel-buffering").orElseThrow());
        assertEquals(
                "Accept, Accept-Encoding, Origin", headers.firstValue("vary").orElseThrow());
        assertEquals(
                "no-store",
                get("/v1/streams/nothing").headers().firstValue("cache-control").orElseThrow());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void headHasTheHeadersOfGet(Format format) throws Exception {
        for (String coding : List.of("identity", "gzip", "zstd")) {
            HttpRequest.Builder request = request("/v1/streams/items")
                    .headers("accept", format.mediaType(), "accept-encoding", coding, "origin", PAGE);
            assertEquals(
                    told(client.send(request.GET().build(), BodyHandlers.discarding())),
                    told(client.send(request.HEAD().build(), BodyHandlers.discarding())));
        }
    }

    private static Map<String, List<String>> told(HttpResponse<?> response) {
        assertEquals(200, response.statusCode());
        Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
        headers.keySet().removeAll(Set.of("date", "transfer-encoding", ":status", "content-location"));
        headers.keySet().removeIf(name -> name.startsWith("spillway-") || name.equals("repr-digest"));
        return headers;
    }

    @Test
    void aPageOfAnAllowedOriginMayReadTheAnswer() throws Exception {
        HttpHeaders headers = get("/v1/streams/items.json", "origin", PAGE).headers();
        assertEquals(PAGE, headers.firstValue("access-control-allow-origin").orElseThrow());
        assertTrue(headers.firstValue("access-control-expose-headers")
                .orElseThrow()
                .contains("Spillway-Rows"));
        HttpHeaders refused = get("/v1/streams/nothing", "origin", PAGE).headers();
        assertEquals(PAGE, refused.firstValue("access-control-allow-origin").orElseThrow());
    }

    @Test
    void aPageOfAnotherOriginMayNot() throws Exception {
        HttpResponse<String> response = get("/v1/streams/items.json", "origin", "https://other.example");
        assertEquals(Optional.empty(), response.headers().firstValue("access-control-allow-origin"));
        try (GatewayServer closed = start(List.of())) {
            response = client.send(
                    request(closed, "/v1/streams/items.json")
                            .header("origin", PAGE)
                            .build(),
                    BodyHandlers.ofString());
            assertEquals(200, response.statusCode());
            assertEquals(Optional.empty(), response.headers().firstValue("access-control-allow-origin"));
            assertEquals(
                    "Accept, Accept-Encoding",
                    response.headers().firstValue("vary").orElseThrow());
        }
    }

    @Test
    void anyPageMayReadTheAnswerWhereAnyOriginIsAllowed() throws Exception {
        try (GatewayServer open = start(List.of("*"))) {
            HttpResponse<String> response = client.send(
                    request(open, "/v1/streams/items.json")
                            .header("origin", "https://other.example")
                            .build(),
                    BodyHandlers.ofString());
            assertEquals(
                    "*",
                    response.headers().firstValue("access-control-allow-origin").orElseThrow());
        }
    }

    @Test
    void preflightIsAnsweredForAllowedOriginsOnly() throws Exception {
        HttpResponse<String> allowed = preflight(server, PAGE);
        assertEquals(204, allowed.statusCode());
        assertEquals(
                PAGE,
                allowed.headers().firstValue("access-control-allow-origin").orElseThrow());
        assertEquals(
                "GET, HEAD",
                allowed.headers().firstValue("access-control-allow-methods").orElseThrow());
        HttpResponse<String> other = preflight(server, "https://other.example");
        assertEquals(405, other.statusCode());
        assertEquals(Optional.empty(), other.headers().firstValue("access-control-allow-origin"));
        assertTrue(streams.ends.isEmpty());
    }

    private HttpResponse<String> preflight(GatewayServer to, String origin) throws Exception {
        return client.send(
                request(to, "/v1/streams/items.json")
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .headers(
                                "origin",
                                origin,
                                "access-control-request-method",
                                "GET",
                                "access-control-request-headers",
                                "range")
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    void optionsThatIsNoPreflightIsRefusedAsAnyOtherMethod() throws Exception {
        try (GatewayServer closed = start(List.of())) {
            for (HttpResponse<String> response : List.of(
                    preflight(closed, PAGE),
                    client.send(
                            request("/5")
                                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            BodyHandlers.ofString()))) {
                assertEquals(405, response.statusCode());
                assertEquals("GET, HEAD", response.headers().firstValue("allow").orElseThrow());
            }
        }
    }
}
