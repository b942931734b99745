package dev.spillway.server.http;

import static dev.spillway.server.net.TestStreams.SCHEMA;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.render.Format;
import dev.spillway.result.LocalResults;
import dev.spillway.result.ResultSettings;
import dev.spillway.result.RunListener;
import dev.spillway.result.log.Spool;
import dev.spillway.result.log.SpoolSettings;
import dev.spillway.server.net.TestStreams;
import dev.spillway.source.RowSource;
import dev.spillway.source.StreamDefinition;
import dev.spillway.wire.Caller;
import dev.spillway.wire.Catalog;
import dev.spillway.wire.Frame;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.ParameterType;
import dev.spillway.wire.Position;
import dev.spillway.wire.Query;
import dev.spillway.wire.ReadSpec;
import dev.spillway.wire.RenderingInfo;
import dev.spillway.wire.RenderingInfo.Place;
import dev.spillway.wire.RenderingInfo.Section;
import dev.spillway.wire.RenderingSpec;
import dev.spillway.wire.Replay;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.ResultInfo;
import dev.spillway.wire.ResultState;
import dev.spillway.wire.Results;
import dev.spillway.wire.ResumeToken;
import dev.spillway.wire.Start;
import dev.spillway.wire.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Results that are known to a request, by their id or a name. */
@Timeout(60)
class ResultUrlTest {
    private static final int ROWS = 50_000;
    private static final Caller CALLER = new Caller("anonymous", "test");
    private static final String NAMED = "/v1/streams/items.csv?as=name";

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger opened = new AtomicInteger();
    private final Semaphore ends = new Semaphore(0);

    @TempDir
    Path folder;

    private LocalResults results;
    private GatewayServer server;

    @BeforeEach
    void start() throws Exception {
        List<Parameter> rows = List.of(
                new Parameter("rows", ParameterType.INT64, new Value.Int64(ROWS), Optional.empty(), Optional.empty()));
        RowSource items = RowSource.of(SCHEMA, arguments -> {
            opened.incrementAndGet();
            return TestStreams.items(arguments.int64("rows"), Long.MAX_VALUE);
        });
        RowSource held = RowSource.of(SCHEMA, arguments -> {
            long[] next = {0};
            return out -> {
                if (next[0] == 3) {
                    ends.acquire();
                    if (arguments.int64("rows") == 0) {
                        throw new IllegalStateException("on purpose");
                    }
                    return false;
                }
                TestStreams.row(out, next[0]++);
                return true;
            };
        });
        results = LocalResults.in(
                Spool.in(folder.resolve("spool"), SpoolSettings.DEFAULT),
                List.of(
                        new StreamDefinition("items", rows, items, Optional.empty(), Replay.LOG),
                        new StreamDefinition("held", rows, held, Optional.empty(), Replay.LOG),
                        new StreamDefinition("once", rows, items, Optional.empty())),
                ResultSettings.DEFAULT,
                RunListener.NONE);
        server = serve(results, Duration.ofSeconds(10));
    }

    private static GatewayServer serve(Results from, Duration commitAfter) throws IOException {
        return GatewayServer.start(
                new GatewaySettings(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        List.of(new Trigger("/{rows}", "items", Format.TEXT, Optional.empty())),
                        commitAfter,
                        List.of()),
                from);
    }

    @AfterEach
    void stop() {
        ends.release(100);
        client.close();
        results.close();
        server.close();
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        return send("GET", server, path, headers);
    }

    private HttpResponse<byte[]> send(String method, GatewayServer to, String path, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + to.address().getPort() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        return client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static ResultId id(HttpResponse<?> response) {
        String location = header(response, "content-location");
        return ResultId.parse(location.substring("/v1/results/".length(), location.lastIndexOf('.')));
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void whoHasAPartGetsTheRest(Version version) throws Exception {
        HttpResponse<byte[]> whole = get(NAMED);
        assertEquals("bytes", header(whole, "accept-ranges"));
        URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + NAMED);
        HttpResponse<byte[]> rest = client.send(
                HttpRequest.newBuilder(uri)
                        .version(version)
                        .header("Range", "bytes=700000-")
                        .header("If-Range", header(whole, "etag"))
                        .build(),
                BodyHandlers.ofByteArray());
        int length = whole.body().length;
        assertEquals(206, rest.statusCode());
        assertEquals("bytes 700000-" + (length - 1) + "/" + length, header(rest, "content-range"));
        assertEquals(
                length - 700_000,
                rest.headers().firstValueAsLong("content-length").orElseThrow());
        assertEquals(header(whole, "etag"), header(rest, "etag"));
        assertEquals(header(whole, "content-location"), header(rest, "content-location"));
        assertArrayEquals(Arrays.copyOfRange(whole.body(), 700_000, length), rest.body());
        assertEquals(1, opened.get());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void rangesOfEveryFormatAreItsBytes(Format format) throws Exception {
        byte[] whole = get("/v1/streams/items." + format + "?as=x").body();
        String path = "/v1/streams/items." + format + "?as=x";
        Random random = new Random(5);
        for (int i = 0; i < 20; i++) {
            int first = random.nextInt(whole.length);
            int last = first + random.nextInt(whole.length - first);
            HttpResponse<byte[]> part = get(path, "Range", "bytes=" + first + "-" + last);
            assertEquals(206, part.statusCode());
            assertArrayEquals(Arrays.copyOfRange(whole, first, last + 1), part.body());
        }
    }

    @Test
    void theTriggerToo() throws Exception {
        byte[] whole = get("/3000?as=x").body();
        HttpResponse<byte[]> part = get("/3000?as=x", "Range", "bytes=100-");
        assertArrayEquals(Arrays.copyOfRange(whole, 100, whole.length), part.body());
        assertEquals(409, get("/3001?as=x").statusCode());
    }

    @Test
    void severalRangesAreOneMultipartBody() throws Exception {
        byte[] whole = get(NAMED).body();
        HttpResponse<byte[]> parts = get(NAMED, "Range", "bytes=900000-900009,0-4");
        String type = header(parts, "content-type");
        assertTrue(type.startsWith("multipart/byteranges; boundary="), type);
        String boundary = type.substring(type.indexOf('=') + 1);
        String head = "\r\n--" + boundary + "\r\nContent-Type: text/csv; charset=utf-8; header=present\r\n"
                + "Content-Range: bytes ";
        String all = new String(whole, StandardCharsets.UTF_8);
        assertEquals(
                head + "900000-900009/" + whole.length + "\r\n\r\n" + all.substring(900_000, 900_010) + head + "0-4/"
                        + whole.length + "\r\n\r\n" + all.substring(0, 5) + "\r\n--" + boundary + "--\r\n",
                text(parts));
        assertEquals(
                parts.body().length,
                parts.headers().firstValueAsLong("content-length").orElseThrow());
    }

    @Test
    void whoHasAllOfItIsToldSo() throws Exception {
        int length = get(NAMED).body().length;
        HttpResponse<byte[]> beyond = get(NAMED, "Range", "bytes=" + length + "-");
        assertEquals(416, beyond.statusCode());
        assertEquals("bytes */" + length, header(beyond, "content-range"));
        assertTrue(text(beyond).contains("\"title\":\"Range: bytes=" + length + "- (expected: bytes of"), text(beyond));
    }

    @Test
    void aNameThatIsNotKnownAnyMoreIsNeverAnotherResult() throws Exception {
        HttpResponse<byte[]> rest = get(NAMED, "Range", "bytes=100-");
        assertEquals(404, rest.statusCode());
        assertTrue(text(rest).contains("UNKNOWN_RESULT"), text(rest));
        assertEquals(404, get(NAMED, "Range", "bytes=-100").statusCode());
        assertEquals(412, get(NAMED, "If-Match", "*").statusCode());
        assertEquals(200, send("HEAD", server, NAMED).statusCode());
        assertEquals(0, opened.get());

        HttpResponse<byte[]> first = get(NAMED, "Range", "bytes=0-");
        assertEquals(200, first.statusCode());
        byte[] whole = get(NAMED).body();
        assertArrayEquals(whole, first.body());
        assertEquals(1, opened.get());
        assertEquals(
                200,
                get("/v1/streams/items.csv?as=other", "Range", "bytes=5-", "If-Range", "\"x\"")
                        .statusCode());
    }

    @Test
    void aStreamWithoutANameIsANewResultWhateverTheRange() throws Exception {
        byte[] whole = get("/v1/streams/items.csv").body();
        HttpResponse<byte[]> again = get("/v1/streams/items.csv", "Range", "bytes=100-");
        assertEquals(200, again.statusCode());
        assertArrayEquals(whole, again.body());
        assertEquals("", header(again, "etag"));
        assertEquals("", header(again, "accept-ranges"));
        assertEquals(2, opened.get());
    }

    @Test
    void aResultIsReadAgainInAnyFormat() throws Exception {
        HttpResponse<byte[]> first = get("/v1/streams/items.csv?rows=2");
        ResultId id = id(first);
        HttpResponse<byte[]> same = get(header(first, "content-location"));
        assertArrayEquals(first.body(), same.body());
        HttpResponse<byte[]> json = get("/v1/results/" + id.text() + ".json?int64=string");
        assertEquals(
                "[\n{\"id\":\"0\",\"title\":\"Item number 0\"},\n{\"id\":\"1\",\"title\":\"Item number 1\"}\n]\n",
                text(json));
        assertEquals("/v1/results/" + id.text() + ".json?int64=string", header(json, "content-location"));
        HttpResponse<byte[]> accepted = get("/v1/results/" + id.text(), "Accept", "text/plain");
        assertEquals("0, Item number 0\n1, Item number 1\n", text(accepted));
        assertEquals(1, opened.get());
    }

    @Test
    void fromARowIsADocumentOfItsOwn() throws Exception {
        ResultId id = id(get("/v1/streams/items.csv?rows=3"));
        String path = "/v1/results/" + id.text();
        assertEquals("id,title\n2,Item number 2\n", text(get(path + ".csv?from_row=2")));
        assertEquals("[\n{\"id\":2,\"title\":\"Item number 2\"}\n]\n", text(get(path + ".json?from_row=2")));
        assertEquals("id,title\n", text(get(path + ".csv?from_row=3")));
        HttpResponse<byte[]> beyond = get(path + ".csv?from_row=4");
        assertEquals(404, beyond.statusCode());
        assertTrue(text(beyond).contains("OUT_OF_RANGE"), text(beyond));
    }

    @Test
    void aTokenGivesTheVeryNextBytes() throws Exception {
        HttpResponse<byte[]> whole = get("/v1/streams/items.csv");
        ResultId id = id(whole);
        List<String> tokens = new ArrayList<>();
        try (FrameReader reader = results.read(ReadSpec.from(new Start.Row(id, 0)), CALLER)) {
            Frame frame;
            do {
                frame = reader.next();
                if (frame instanceof Frame.Data data) {
                    tokens.add(ResumeToken.toText(data.token()));
                }
            } while (!(frame instanceof Frame.End));
        }
        byte[] before = whole.body();
        for (String token : tokens) {
            HttpResponse<byte[]> rest = get("/v1/results/" + id.text() + ".csv?token=" + token, "Range", "bytes=5-");
            assertEquals(200, rest.statusCode());
            int length = rest.body().length;
            assertTrue(length < before.length);
            assertArrayEquals(Arrays.copyOfRange(before, before.length - length, before.length), rest.body());
            before = rest.body();
        }
        assertEquals(0, before.length, "behind the last chunk nothing follows");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "csv?from_row=-1|from_row: -1",
                "csv?from_row=x|from_row: x",
                "csv?token=x!|resume token",
                "csv?rows=3|option: rows",
                "csv?as=x|option: as",
                "csv?int64=string|int64: string with csv",
                "csv?int64=float|int64: float",
            })
    void badOptionsNameTheValue(String rest, String words) throws Exception {
        ResultId id = id(get("/v1/streams/items.csv?rows=3"));
        HttpResponse<byte[]> refused = get("/v1/results/" + id.text() + "." + rest.replace("!", "%21"));
        assertEquals(400, refused.statusCode());
        assertTrue(text(refused).startsWith("{\"title\":\"" + words), text(refused));
    }

    @Test
    void aTokenOfAnotherResultIsRefused() throws Exception {
        ResultId one = id(get("/v1/streams/items.csv?rows=3"));
        ResultId other = id(get("/v1/streams/items.csv?rows=3"));
        String token = ResumeToken.toText(new ResumeToken(other, Position.START, 0).toBytes());
        assertEquals(
                400, get("/v1/results/" + one.text() + ".csv?token=" + token).statusCode());
        assertEquals(
                200, get("/v1/results/" + other.text() + ".csv?token=" + token).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"?token=abc", "?from_row=1", "?as=", "?as=" + LONG})
    void whatAStreamDoesNotTakeIsRefused(String query) throws Exception {
        assertEquals(400, get("/v1/streams/items.csv" + query).statusCode());
        assertEquals(0, opened.get());
    }

    private static final String LONG = "0123456789012345678901234567890123456789012345678901234567890123456789"
            + "01234567890123456789012345678901234567890123456789012345678";

    @Test
    void unknownResultsFormatsAndMethods() throws Exception {
        assertEquals(404, get("/v1/results/local." + "0".repeat(32) + ".csv").statusCode());
        assertEquals(404, get("/v1/results/nothing.csv").statusCode());
        ResultId id = id(get("/v1/streams/items.csv?rows=3"));
        assertEquals(404, get("/v1/results/" + id.text() + ".xml").statusCode());
        HttpResponse<byte[]> put = send("PUT", server, "/v1/results/" + id.text() + ".csv");
        assertEquals(405, put.statusCode());
        assertEquals("GET, HEAD, DELETE", header(put, "allow"));
        String unknown = "/v1/results/" + ResultId.create("local").text() + ".csv";
        assertEquals(404, send("HEAD", server, unknown).statusCode());
        assertEquals(404, send("HEAD", server, unknown + "?from_row=1").statusCode());
    }

    @Test
    void conditionsCount() throws Exception {
        HttpResponse<byte[]> whole = get(NAMED);
        String path = header(whole, "content-location");
        String tag = header(whole, "etag");
        HttpResponse<byte[]> same = get(path, "If-None-Match", tag);
        assertEquals(304, same.statusCode());
        assertEquals(tag, header(same, "etag"));
        assertEquals(0, same.body().length);
        assertEquals(200, get(path, "If-None-Match", "\"other\"").statusCode());
        assertEquals(
                412, get(path, "If-Match", "\"other\"", "If-None-Match", tag).statusCode());
        assertEquals(206, get(path, "If-Match", tag, "Range", "bytes=1-1").statusCode());
        HttpResponse<byte[]> changed = get(path, "If-Range", "\"other\"", "Range", "bytes=1-1");
        assertEquals(200, changed.statusCode());
        assertArrayEquals(whole.body(), changed.body());
    }

    @Test
    void headSaysTheLengthOfACompleteResult() throws Exception {
        HttpResponse<byte[]> whole = get(NAMED);
        HttpResponse<byte[]> head = send("HEAD", server, NAMED, "Range", "bytes=1-1");
        assertEquals(200, head.statusCode());
        assertEquals(
                whole.body().length,
                head.headers().firstValueAsLong("content-length").orElseThrow());
        assertEquals("bytes", header(head, "accept-ranges"));
        assertEquals("" + ROWS, header(head, "spillway-rows"));
    }

    @Test
    void sha256IsSentWhereItIsWanted() throws Exception {
        byte[] whole = get(NAMED).body();
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(whole));
        HttpResponse<byte[]> part = get(NAMED, "Range", "bytes=1-1", "Want-Repr-Digest", "sha-256=10");
        assertTrue(header(part, "repr-digest").endsWith(", sha-256=:" + hash + ":"), header(part, "repr-digest"));
        assertFalse(header(get(NAMED, "Range", "bytes=1-1"), "repr-digest").isEmpty());
    }

    @Test
    void aResultToGoOnWithIsCodedOnlyForWhoRefusesItOtherwise() throws Exception {
        HttpResponse<byte[]> plain = get(NAMED, "Accept-Encoding", "gzip, zstd;q=0.5");
        assertEquals("", header(plain, "content-encoding"));
        assertFalse(header(plain, "etag").isEmpty());
        HttpResponse<byte[]> coded = get(NAMED, "Accept-Encoding", "gzip, identity;q=0", "Range", "bytes=5-");
        assertEquals(200, coded.statusCode());
        assertEquals("gzip", header(coded, "content-encoding"));
        assertEquals("", header(coded, "etag"));
        assertEquals("", header(coded, "accept-ranges"));
    }

    private void awaitState(ResultId id, ResultState state) throws ResultFailure {
        while (results.get(id, CALLER).state() != state) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aRangeWaitsForTheEndAndThenFor503() throws Exception {
        ResultId id = results.open(new Query("held", Map.of()), CALLER).id();
        try (GatewayServer impatient = serve(results, Duration.ofMillis(50))) {
            String path = "/v1/results/" + id.text() + ".csv";
            HttpResponse<byte[]> early = send("GET", impatient, path, "Range", "bytes=5-");
            assertEquals(503, early.statusCode());
            assertEquals("1", header(early, "retry-after"));
            assertEquals(
                    Optional.empty(), send("HEAD", impatient, path).headers().firstValue("content-length"));
        }
        Thread.ofVirtual().start(ends::release);
        HttpResponse<byte[]> rest = get("/v1/results/" + id.text() + ".csv", "Range", "bytes=9-");
        assertEquals(206, rest.statusCode());
        assertEquals("0,Item number 0\n1,Item number 1\n2,Item number 2\n", text(rest));
    }

    @Test
    void theRestOfAFailedResultIsGone() throws Exception {
        ResultId id = results.open(new Query("held", Map.of("rows", new Value.Int64(0))), CALLER)
                .id();
        ends.release();
        awaitState(id, ResultState.FAILED);
        HttpResponse<byte[]> rest = get("/v1/results/" + id.text() + ".csv", "Range", "bytes=9-");
        assertEquals(410, rest.statusCode());
        assertTrue(text(rest).contains("SOURCE_FAILED"), text(rest));
        assertThrows(IOException.class, () -> get("/v1/results/" + id.text() + ".csv"));
    }

    @Test
    void whatCannotBeReadAgainHasNoRanges() throws Exception {
        HttpResponse<byte[]> once = get("/v1/streams/once.csv?as=x");
        assertEquals("", header(once, "etag"));
        assertEquals(404, get("/v1/streams/once.csv?as=x", "Range", "bytes=5-").statusCode());
        assertEquals(404, get("/v1/streams/once.csv?as=x").statusCode());
    }

    /** Says of every section that it is a byte longer or shorter than it is. */
    private record Liar(Results truth, long by) implements Results {
        @Override
        public FrameReader read(ReadSpec spec, Caller caller) throws ResultFailure {
            return truth.read(spec, caller);
        }

        @Override
        public ResultInfo open(Query query, Caller caller) throws ResultFailure {
            return truth.open(query, caller);
        }

        @Override
        public ResultInfo find(Query query, Caller caller) throws ResultFailure {
            return truth.find(query, caller);
        }

        @Override
        public ResultInfo get(ResultId id, Caller caller) throws ResultFailure {
            return truth.get(id, caller);
        }

        @Override
        public RenderingInfo rendering(RenderingSpec spec, Caller caller) throws ResultFailure {
            RenderingInfo info = truth.rendering(spec, caller);
            Optional<Section> wrong = info.section()
                    .map(is -> new Section(
                            is.start(), new Place(is.end().position(), is.end().offset() + by)));
            return new RenderingInfo(info.size() + by, info.crc32c(), info.sha256(), info.total(), wrong);
        }

        @Override
        public ResultInfo cancel(ResultId id, Caller caller) throws ResultFailure {
            return truth.cancel(id, caller);
        }

        @Override
        public Catalog catalog(Caller caller) throws ResultFailure {
            return truth.catalog(caller);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1})
    void aRenderingOfAnotherLengthNeverLooksWhole(long by) throws Exception {
        var _ = get(NAMED);
        try (GatewayServer lied = serve(new Liar(results, by), Duration.ofSeconds(10))) {
            assertThrows(IOException.class, () -> send("GET", lied, NAMED, "Range", "bytes=5-700000"));
            assertEquals(502, send("GET", lied, NAMED, "Range", "bytes=5-9").statusCode());
        }
    }
}
