package dev.spillway.server.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.spillway.result.RunEnd;
import dev.spillway.server.net.TestStreams;
import dev.spillway.wire.Position;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.codec.FrameCodec;
import dev.spillway.wire.frame.FrameCheck;
import dev.spillway.wire.v1.Frame;
import dev.spillway.wire.v1.GetResultRequest;
import dev.spillway.wire.v1.ListStreamsRequest;
import dev.spillway.wire.v1.ParameterValue;
import dev.spillway.wire.v1.Query;
import dev.spillway.wire.v1.ReadRequest;
import dev.spillway.wire.v1.ResultServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

@Timeout(60)
class OriginServerTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final TestStreams streams = new TestStreams();
    private OriginServer server;
    private ManagedChannel channel;
    private ResultServiceGrpc.ResultServiceBlockingStub stub;

    @BeforeEach
    void start() throws IOException {
        server = OriginServer.start(settings(true), streams.results);
        channel = channel(server.address());
        stub = ResultServiceGrpc.newBlockingStub(channel);
    }

    private static OriginSettings settings(boolean reflection) {
        return new OriginSettings(ANY_PORT, reflection, List.of(), 4 << 20);
    }

    private static ManagedChannel channel(InetSocketAddress address) {
        return NettyChannelBuilder.forAddress(address).usePlaintext().build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        streams.results.close();
        server.close();
    }

    private static ReadRequest read(String stream, long count) {
        return ReadRequest.newBuilder()
                .setQuery(Query.newBuilder()
                        .setStream(stream)
                        .putParameters(
                                "count",
                                ParameterValue.newBuilder().setInt64(count).build()))
                .build();
    }

    @Test
    void everyFrameOfAMillionRowsPassesTheCheck() throws Exception {
        FrameCheck check = new FrameCheck(Position.START);
        Iterator<Frame> frames = stub.read(read("items", 1_000_000));
        while (frames.hasNext()) {
            check.accept(FrameCodec.decode(frames.next()));
        }
        assertTrue(check.isComplete());
        assertEquals(1_000_000, check.position().rows());
        assertEquals(new RunEnd.Complete(check.position()), streams.awaitEnd());
    }

    @Test
    void headerComesBeforeTheFirstRowExistsAndTellsTheEstimate() {
        Iterator<Frame> frames = stub.read(read("paced", 7));
        Frame header = frames.next();
        assertEquals(Frame.KindCase.HEADER, header.getKindCase());
        assertEquals(7, header.getHeader().getEstimatedRows());
        assertEquals("spillway.derived.Item", header.getHeader().getRows().getMessageName());
        assertEquals(dev.spillway.wire.v1.Replay.REPLAY_NONE, header.getHeader().getReplay());
    }

    @Test
    void cancelledCallStopsASilentSource() throws Exception {
        ClientCall<ReadRequest, Frame> call = channel.newCall(ResultServiceGrpc.getReadMethod(), CallOptions.DEFAULT);
        BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(Frame frame) {
                        frames.add(frame);
                    }
                },
                new Metadata());
        call.request(1);
        call.sendMessage(read("paced", 1));
        call.halfClose();
        assertEquals(Frame.KindCase.HEADER, frames.poll(30, TimeUnit.SECONDS).getKindCase());
        call.cancel("the test leaves", null);
        assertEquals("paced", streams.awaitClosed());
        assertInstanceOf(RunEnd.ReaderLeft.class, streams.awaitEnd());
    }

    @Test
    void failureInTheMiddleEndsWithTheSourcesOwnWords() {
        Iterator<Frame> frames = stub.read(read("failing", 100_000));
        StatusRuntimeException failure = assertThrows(StatusRuntimeException.class, () -> {
            while (frames.hasNext()) {
                frames.next();
            }
        });
        assertEquals(Code.INTERNAL, failure.getStatus().getCode());
        assertEquals("item 100000 is broken", failure.getStatus().getDescription());
        assertEquals("SOURCE_FAILED", reason(failure));
    }

    @Test
    void deadlineEndsTheCallAndTheSource() throws Exception {
        Iterator<Frame> frames =
                stub.withDeadlineAfter(200, TimeUnit.MILLISECONDS).read(read("paced", 1));
        assertEquals(Frame.KindCase.HEADER, frames.next().getKindCase());
        StatusRuntimeException failure = assertThrows(StatusRuntimeException.class, frames::next);
        assertEquals(Code.DEADLINE_EXCEEDED, failure.getStatus().getCode());
        assertEquals("paced", streams.awaitClosed());
    }

    @Test
    void badRequestsNameWhatIsWrong() {
        assertFails(
                ReadRequest.getDefaultInstance(),
                Code.INVALID_ARGUMENT,
                "INVALID_PARAMETER",
                "start: not set (expected: query, resume_token or row)");
        assertFails(
                read("items", -1), Code.INVALID_ARGUMENT, "INVALID_PARAMETER", "count: -1 (expected: 0…1000000000)");
        assertFails(
                read("nothing", 1),
                Code.NOT_FOUND,
                "UNKNOWN_STREAM",
                "stream: nothing (expected: one of failing, items, paced)");
        assertFails(
                read("items", 1).toBuilder().setMaxRows(-1).build(),
                Code.INVALID_ARGUMENT,
                "INVALID_PARAMETER",
                "max_rows: -1 (expected: >= 0)");
        assertFails(
                ReadRequest.newBuilder()
                        .setResumeToken(ByteString.copyFromUtf8("token"))
                        .build(),
                Code.INVALID_ARGUMENT,
                "INVALID_TOKEN",
                "resume token: version 116 (expected: 1)");
        assertFails(
                ReadRequest.newBuilder()
                        .setQuery(Query.newBuilder()
                                .setStream("items")
                                .putParameters("count", ParameterValue.getDefaultInstance()))
                        .build(),
                Code.INVALID_ARGUMENT,
                "INVALID_PARAMETER",
                "count: no value (expected: exactly one kind set)");
        assertTrue(streams.results.running().isEmpty());
    }

    private void assertFails(ReadRequest request, Code code, String reason, String description) {
        Iterator<Frame> frames = stub.read(request);
        StatusRuntimeException failure = assertThrows(StatusRuntimeException.class, frames::hasNext);
        assertEquals(code, failure.getStatus().getCode());
        assertEquals(description, failure.getStatus().getDescription());
        assertEquals(reason, reason(failure));
    }

    private static String reason(StatusRuntimeException failure) {
        Status status = StatusProto.fromThrowable(failure);
        try {
            return status.getDetails(0).unpack(ErrorInfo.class).getReason();
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void compressedRequestIsTaken() {
        Iterator<Frame> frames = stub.withCompression("gzip").read(read("items", 0));
        assertEquals(Frame.KindCase.HEADER, frames.next().getKindCase());
        assertEquals(Frame.KindCase.END, frames.next().getKindCase());
        assertFalse(frames.hasNext());
    }

    @Test
    void requestThatIsTooLargeIsRefused() {
        Iterator<Frame> frames = stub.read(read("x".repeat(70_000), 0));
        StatusRuntimeException failure = assertThrows(StatusRuntimeException.class, frames::hasNext);
        assertEquals(Code.RESOURCE_EXHAUSTED, failure.getStatus().getCode());
    }

    @Test
    void aResultThatIsNotKnownIsNotFound() {
        assertEquals(Code.INVALID_ARGUMENT, codeOf(() -> stub.getResult(GetResultRequest.getDefaultInstance())));
        GetResultRequest unknown = GetResultRequest.newBuilder()
                .setResultId(ResultId.create("local").text())
                .build();
        assertEquals(Code.NOT_FOUND, codeOf(() -> stub.getResult(unknown)));
        GetResultRequest elsewhere = GetResultRequest.newBuilder()
                .setResultId(ResultId.create("other").text())
                .build();
        StatusRuntimeException failure = assertThrows(StatusRuntimeException.class, () -> stub.getResult(elsewhere));
        assertEquals(Code.UNAVAILABLE, failure.getStatus().getCode());
        assertEquals("OTHER_ORIGIN", reason(failure));
    }

    private static Code codeOf(Executable call) {
        return assertThrows(StatusRuntimeException.class, call).getStatus().getCode();
    }

    @Test
    void streamsAreListed() {
        assertEquals(
                "[failing, items, paced]",
                stub.listStreams(ListStreamsRequest.getDefaultInstance()).getStreamsList().stream()
                        .map(stream -> stream.getName())
                        .toList()
                        .toString());
    }

    @Test
    void healthIsServing() {
        assertEquals(
                ServingStatus.SERVING,
                HealthGrpc.newBlockingStub(channel)
                        .check(HealthCheckRequest.getDefaultInstance())
                        .getStatus());
    }

    @Test
    void reflectionIsThereOnlyWhereItIsSwitchedOn() throws Exception {
        assertEquals(
                "[grpc.health.v1.Health, grpc.reflection.v1.ServerReflection, spillway.v1.ResultService]",
                services(channel));
        try (OriginServer closed = OriginServer.start(settings(false), streams.results)) {
            ManagedChannel other = channel(closed.address());
            assertEquals("UNIMPLEMENTED", services(other));
            other.shutdownNow();
        }
    }

    /** The names of the services that reflection tells, or the status code. */
    private static String services(ManagedChannel channel) throws InterruptedException {
        BlockingQueue<String> answer = new LinkedBlockingQueue<>();
        StreamObserver<ServerReflectionRequest> requests = ServerReflectionGrpc.newStub(channel)
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse response) {
                        answer.add(response.getListServicesResponse().getServiceList().stream()
                                .map(service -> service.getName())
                                .sorted()
                                .toList()
                                .toString());
                    }

                    @Override
                    public void onError(Throwable failure) {
                        answer.add(
                                io.grpc.Status.fromThrowable(failure).getCode().name());
                    }

                    @Override
                    public void onCompleted() {}
                });
        requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        String services = answer.poll(30, TimeUnit.SECONDS);
        requests.onCompleted();
        return String.valueOf(services);
    }

    @Test
    void aStockClientSeesTheSameFailureAsFromGrpcJava() throws Exception {
        String message = "größer als 100 %:\n\"x\"\u0000";
        Server stock = NettyServerBuilder.forAddress(ANY_PORT)
                .addService(new ResultServiceGrpc.ResultServiceImplBase() {
                    @Override
                    public void read(ReadRequest request, StreamObserver<Frame> observer) {
                        observer.onError(StatusProto.toStatusRuntimeException(
                                dev.spillway.wire.codec.FailureCodec.toStatus(new dev.spillway.wire.ResultFailure(
                                        dev.spillway.wire.Reason.UNKNOWN_STREAM,
                                        "stream: " + message + " (expected: one of failing, items, paced)"))));
                    }
                })
                .build()
                .start();
        ManagedChannel stockChannel =
                channel((InetSocketAddress) stock.getListenSockets().getFirst());
        try {
            String expected = seen(stockChannel, read(message, 1));
            assertTrue(expected.contains("größer"), expected);
            assertEquals(expected, seen(channel, read(message, 1)));
        } finally {
            stockChannel.shutdownNow();
            stock.shutdownNow();
        }
    }

    private static String seen(ManagedChannel channel, ReadRequest request) {
        Iterator<Frame> frames = ResultServiceGrpc.newBlockingStub(channel).read(request);
        StatusRuntimeException failure = assertThrows(StatusRuntimeException.class, frames::hasNext);
        @Nullable Metadata trailers = failure.getTrailers();
        return failure.getStatus() + " " + StatusProto.fromThrowable(failure) + " "
                + (trailers == null ? "" : String.valueOf(trailers.keys().contains("grpc-status-details-bin")));
    }

    @Test
    void aTakenPortIsABindException() {
        assertThrows(
                java.net.BindException.class,
                () -> OriginServer.start(
                        new OriginSettings(server.address(), false, List.of(), 4 << 20), streams.results));
    }
}
