package dev.spillway.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.wire.Content;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.ParameterType;
import dev.spillway.wire.Reason;
import dev.spillway.wire.Replay;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.StreamInfo;
import dev.spillway.wire.Value;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.net.ServerSocket;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectionTest {
    @Test
    void anOriginThatIsNotThereIsNamed() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0)) {
            port = taken.getLocalPort();
        }
        try (SpillwayClient client = SpillwayClient.connect("localhost:" + port)) {
            ResultQuery query = client.query("books");
            ResultException failure = assertThrows(ResultException.class, query::rows);
            assertEquals(Reason.UNAVAILABLE, failure.reason());
            assertEquals("localhost:" + port + ": Connection refused", failure.text());
            assertEquals(
                    Reason.UNAVAILABLE,
                    assertThrows(ResultException.class, client::streams).reason());
        }
    }

    @Test
    void anOriginThatDiesInMidStreamIsUnavailable() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin(
                        ScriptedOrigin.silentAfter(ResultFrames.books(50).subList(0, 2)));
                SpillwayClient client = SpillwayClient.connect(origin.target());
                RowStream<Row> rows = client.query("books").rows()) {
            Iterator<Row> iterator = rows.iterator();
            assertEquals(0, iterator.next().int32(0));
            String target = origin.target();
            origin.kill();
            ResultException failure = assertThrows(ResultException.class, () -> iterator.forEachRemaining(row -> {}));
            assertEquals(Reason.UNAVAILABLE, failure.reason());
            assertTrue(failure.text().startsWith(target), failure.text());
        }
    }

    @Test
    void aRefusedQueryFailsBeforeRows() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin(ScriptedOrigin.failing(
                        List.of(), new ResultFailure(Reason.INVALID_PARAMETER, "max_results: -1 (expected: >= 0)")));
                SpillwayClient client = SpillwayClient.connect(origin.target())) {
            ResultQuery query = client.query("books").with("max_results", -1);
            ResultException failure = assertThrows(ResultException.class, query::rows);
            assertEquals("INVALID_PARAMETER: max_results: -1 (expected: >= 0)", failure.getMessage());
            assertFalse(failure.retryAfter().isPresent());
        }
    }

    @Test
    void aServerThatIsNoOriginIsUnimplemented() throws Exception {
        Server server = NettyServerBuilder.forPort(0).build().start();
        try (SpillwayClient client = SpillwayClient.connect("localhost:" + server.getPort())) {
            assertEquals(
                    Reason.UNIMPLEMENTED,
                    assertThrows(ResultException.class, client::streams).reason());
        } finally {
            server.shutdownNow();
        }
    }

    @Test
    void theStreamsOfTheOriginAreListedWithTheirParametersAndColumns() throws Exception {
        StreamInfo books = new StreamInfo(
                "books",
                List.of(new Parameter(
                        "max_results",
                        ParameterType.INT64,
                        new Value.Int64(10),
                        Optional.of(new Value.Int64(0)),
                        Optional.empty())),
                new Content.Rows(ResultFrames.BOOKS),
                Replay.NONE);
        try (ScriptedOrigin origin = new ScriptedOrigin(ScriptedOrigin.sending(List.of())).listing(List.of(books));
                SpillwayClient client = SpillwayClient.connect(origin.target())) {
            List<StreamInfo> streams = client.streams();
            assertEquals(1, streams.size());
            assertEquals("books", streams.get(0).name());
            assertEquals(books.parameters(), streams.get(0).parameters());
            assertTrue(streams.get(0).content() instanceof Content.Rows rows
                    && rows.schema()
                            .columns()
                            .toString()
                            .equals(ResultFrames.BOOKS.columns().toString()));
        }
    }
}
