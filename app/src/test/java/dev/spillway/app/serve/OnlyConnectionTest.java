package dev.spillway.app.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.app.config.Catalog;
import dev.spillway.client.ResultException;
import dev.spillway.client.Row;
import dev.spillway.client.RowStream;
import dev.spillway.client.SpillwayClient;
import dev.spillway.result.RunListener;
import dev.spillway.wire.Reason;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A database that one result at a time may use: who leaves in mid-stream gives it to the next. */
@Timeout(120)
class OnlyConnectionTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final long ENDLESS = 100_000_000_000L;

    @TempDir
    private Path folder = Path.of("");

    private Catalog catalog;
    private LocalService service;

    @BeforeEach
    void start() throws Exception {
        Path file = folder.resolve("spillway.yaml");
        Files.writeString(file, """
                origin: { linger: 0s, spool: { folder: %s/spool } }
                databases:
                  only: { duckdb: ":memory:", connections: 1, connection_wait: 2s, temp_directory: %s }
                streams:
                  numbers:
                    database: only
                    sql: SELECT i AS number FROM range(:count) r(i)
                    parameters: { count: { type: int64, default: 3 } }
                """.formatted(folder, folder));
        catalog = Catalog.open(file);
        service = LocalService.start(catalog, ANY_PORT, ANY_PORT, RunListener.NONE);
    }

    @AfterEach
    void stop() {
        service.close();
        catalog.close();
    }

    private HttpRequest numbers(long count) {
        return HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + service.http().getPort() + "/v1/streams/numbers.text?count=" + count))
                .build();
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void anHttpReaderThatLeavesInMidStreamFreesIt(HttpClient.Version version) throws Exception {
        try (HttpClient leaving = HttpClient.newBuilder().version(version).build();
                HttpClient next = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> endless = leaving.send(numbers(ENDLESS), BodyHandlers.ofInputStream());
            assertEquals('0', endless.body().read());
            endless.body().close();
            leaving.shutdownNow();
            assertEquals(
                    "0\n1\n2\n", next.send(numbers(3), BodyHandlers.ofString()).body());
        }
    }

    @Test
    void anSdkReaderThatLeavesInMidStreamFreesIt() throws Exception {
        try (SpillwayClient client =
                SpillwayClient.connect("127.0.0.1:" + service.grpc().getPort())) {
            for (int i = 0; i < 3; i++) {
                try (RowStream<Row> endless =
                        client.query("numbers").with("count", ENDLESS).rows()) {
                    assertTrue(endless.iterator().hasNext());
                }
            }
            try (RowStream<Row> next = client.query("numbers").rows()) {
                next.forEach(row -> {});
                assertEquals(3, next.total().rows());
            }
        }
    }

    @Test
    void whoFindsItTakenIsToldWhichKeyAndThatWaitingHelps() throws Exception {
        try (SpillwayClient client =
                        SpillwayClient.connect("127.0.0.1:" + service.grpc().getPort());
                HttpClient http = HttpClient.newHttpClient();
                RowStream<Row> endless =
                        client.query("numbers").with("count", ENDLESS).rows()) {
            assertTrue(endless.iterator().hasNext());
            HttpResponse<String> refused = http.send(numbers(3), BodyHandlers.ofString());
            assertEquals(503, refused.statusCode());
            assertTrue(refused.body().contains("databases.only.connections"), refused.body());
            assertTrue(refused.headers().firstValue("retry-after").isPresent());
            ResultException busy = assertThrows(ResultException.class, () -> {
                try (RowStream<Row> rows = client.query("numbers").rows()) {
                    rows.forEach(row -> {});
                }
            });
            assertEquals(Reason.BUSY, busy.reason());
            assertTrue(busy.retryAfter().isPresent());
        }
    }
}
