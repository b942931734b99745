package dev.spillway.server;

import static dev.spillway.server.net.TestStreams.SCHEMA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.result.LocalResults;
import dev.spillway.result.ResultSettings;
import dev.spillway.result.RunListener;
import dev.spillway.result.log.Spool;
import dev.spillway.result.log.SpoolSettings;
import dev.spillway.server.grpc.OriginServer;
import dev.spillway.server.grpc.OriginSettings;
import dev.spillway.server.http.GatewayServer;
import dev.spillway.server.http.GatewaySettings;
import dev.spillway.source.RowSource;
import dev.spillway.source.StreamDefinition;
import dev.spillway.wire.Position;
import dev.spillway.wire.Replay;
import dev.spillway.wire.codec.FrameCodec;
import dev.spillway.wire.frame.FrameCheck;
import dev.spillway.wire.v1.CancelResultRequest;
import dev.spillway.wire.v1.End;
import dev.spillway.wire.v1.Frame;
import dev.spillway.wire.v1.GetResultRequest;
import dev.spillway.wire.v1.OpenResultRequest;
import dev.spillway.wire.v1.Query;
import dev.spillway.wire.v1.ReadRequest;
import dev.spillway.wire.v1.Result;
import dev.spillway.wire.v1.ResultServiceGrpc;
import dev.spillway.wire.v1.ResultState;
import dev.spillway.wire.v1.RowStart;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Results that are kept, over the ports of an origin. */
@Timeout(60)
class ContinuedResultsTest {
    private static final int ROWS = 20_000;
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private LocalResults results;
    private OriginServer server;
    private GatewayServer gateway;
    private ManagedChannel channel;
    private ResultServiceGrpc.ResultServiceBlockingStub stub;

    @BeforeEach
    void start() throws Exception {
        RowSource source = RowSource.of(SCHEMA, arguments -> {
            long[] next = {0};
            return out -> {
                out.int64(1, next[0]);
                out.string(2, "Item number " + next[0]);
                out.endRow();
                return ++next[0] < ROWS;
            };
        });
        results = LocalResults.in(
                Spool.in(folder.resolve("spool"), SpoolSettings.DEFAULT),
                List.of(new StreamDefinition("items", List.of(), source, Optional.empty(), Replay.LOG)),
                ResultSettings.DEFAULT,
                RunListener.NONE);
        server = OriginServer.start(new OriginSettings(ANY_PORT, false, List.of(), 4 << 20), results);
        gateway = GatewayServer.start(
                new GatewaySettings(ANY_PORT, List.of(), Duration.ofSeconds(10), List.of()), results);
        channel =
                NettyChannelBuilder.forAddress(server.address()).usePlaintext().build();
        stub = ResultServiceGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        results.close();
        gateway.close();
        server.close();
    }

    private static ReadRequest query(String requestId) {
        return ReadRequest.newBuilder()
                .setQuery(Query.newBuilder().setStream("items").setRequestId(requestId))
                .build();
    }

    private List<Frame> read(ReadRequest request) {
        List<Frame> frames = new ArrayList<>();
        Iterator<Frame> read = stub.read(request);
        while (read.hasNext()) {
            frames.add(read.next());
        }
        return frames;
    }

    @Test
    void everyTokenGoesOnBehindItsChunkInTheSameResult() throws Exception {
        List<Frame> whole = read(query(""));
        Position at = Position.START;
        for (Frame frame : whole) {
            if (frame.hasChunk()) {
                at = at.after(((dev.spillway.wire.Frame.Data) FrameCodec.decode(Frame.parseFrom(frame.toByteArray())))
                        .chunk());
                List<Frame> rest = read(ReadRequest.newBuilder()
                        .setResumeToken(frame.getChunk().getResumeToken())
                        .build());
                FrameCheck check = new FrameCheck(at);
                for (Frame each : rest) {
                    check.accept(FrameCodec.decode(Frame.parseFrom(each.toByteArray())));
                }
                assertTrue(check.isComplete());
                assertEquals(
                        whole.get(0).getHeader().getResultId(),
                        rest.get(0).getHeader().getResultId());
            }
        }
    }

    @Test
    void aResultIsReadFromAnyRowAndByLimits() throws Exception {
        String id = read(query("")).get(0).getHeader().getResultId();
        for (long row : new long[] {0, 1, 3_000, ROWS - 1, ROWS}) {
            List<Frame> rest = read(ReadRequest.newBuilder()
                    .setRow(RowStart.newBuilder().setResultId(id).setRow(row))
                    .setMaxRows(5)
                    .build());
            FrameCheck check = FrameCheck.atRow(row);
            for (Frame each : rest) {
                check.accept(FrameCodec.decode(Frame.parseFrom(each.toByteArray())));
            }
            End end = rest.get(rest.size() - 1).getEnd();
            assertEquals(Math.min(ROWS, row + 5), end.getTotalRows());
            boolean all = row + 5 > ROWS;
            assertEquals(all ? End.Reason.COMPLETE : End.Reason.LIMIT, end.getReason());
            assertEquals(all, end.getNextToken().isEmpty());
        }
        StatusRuntimeException beyond = assertThrows(
                StatusRuntimeException.class,
                () -> read(ReadRequest.newBuilder()
                        .setRow(RowStart.newBuilder().setResultId(id).setRow(ROWS + 1))
                        .build()));
        assertEquals(Code.OUT_OF_RANGE, beyond.getStatus().getCode());
    }

    @Test
    void theSameRequestIdIsTheSameResult() {
        OpenResultRequest open = OpenResultRequest.newBuilder()
                .setQuery(query("mine").getQuery())
                .build();
        Result opened = stub.openResult(open);
        assertEquals(opened.getResultId(), stub.openResult(open).getResultId());
        List<Frame> whole = read(query("mine"));
        assertEquals(opened.getResultId(), whole.get(0).getHeader().getResultId());
        Result ended = stub.getResult(
                GetResultRequest.newBuilder().setResultId(opened.getResultId()).build());
        assertEquals(ResultState.RESULT_STATE_COMPLETE, ended.getState());
        assertEquals(ROWS, ended.getPosition().getRows());
        assertTrue(ended.hasLeaseExpiry());
    }

    @Test
    void whatIsTrueOfAResultIsToldOverHttpAndItCanBeEndedThere() throws Exception {
        HttpResponse<String> body = send(HttpRequest.newBuilder(uri("/v1/streams/items.csv")));
        String location = body.headers().firstValue("content-location").orElseThrow();
        assertTrue(location.endsWith(".csv"), location);
        String result = location.substring(0, location.length() - ".csv".length());
        String status = send(HttpRequest.newBuilder(uri(result + "/status"))).body();
        assertTrue(status.contains("\"state\":\"complete\",\"rows\":" + ROWS), status);
        HttpResponse<String> ended = send(HttpRequest.newBuilder(uri(result)).DELETE());
        assertEquals(200, ended.statusCode());
        assertTrue(ended.body().contains("\"state\":\"complete\""), "what has ended stays as it is");
        assertEquals(
                405,
                send(HttpRequest.newBuilder(uri(result)).PUT(HttpRequest.BodyPublishers.noBody()))
                        .statusCode());
        assertEquals(
                404,
                send(HttpRequest.newBuilder(uri("/v1/results/nothing/status"))).statusCode());
    }

    @Test
    void aCancelledResultIsSaidToBe() {
        Result opened = stub.openResult(
                OpenResultRequest.newBuilder().setQuery(query("").getQuery()).build());
        Result ended = stub.cancelResult(CancelResultRequest.newBuilder()
                .setResultId(opened.getResultId())
                .build());
        assertTrue(ended.getState() == ResultState.RESULT_STATE_CANCELLED
                || ended.getState() == ResultState.RESULT_STATE_COMPLETE);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + gateway.address().getPort() + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
