package dev.spillway.server.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.Int64Value;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.rpc.ErrorInfo;
import dev.spillway.result.LocalResults;
import dev.spillway.result.ResultSettings;
import dev.spillway.result.RunEnd;
import dev.spillway.result.RunListener;
import dev.spillway.server.items.EchoRequest;
import dev.spillway.server.items.Item;
import dev.spillway.server.items.ItemList;
import dev.spillway.server.items.ItemsRequest;
import dev.spillway.server.items.Kind;
import dev.spillway.server.net.TestStreams;
import dev.spillway.source.RowSource;
import dev.spillway.source.StreamDefinition;
import dev.spillway.wire.Crc32c;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.ParameterType;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Value;
import dev.spillway.wire.codec.FailureCodec;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.protobuf.StatusProto;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Methods of somebody's own service, called by stock clients. */
@Timeout(60)
class TypedMethodTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final int LIMIT = 4 << 20;
    private static final ServiceDescriptor SERVICE =
            Item.getDescriptor().getFile().findServiceByName("Items");

    private static final MethodDescriptor<ItemsRequest, ItemList> GET =
            method("GetItems", MethodType.UNARY, ItemsRequest.getDefaultInstance(), ItemList.getDefaultInstance());
    private static final MethodDescriptor<ItemsRequest, Item> STREAM = method(
            "StreamItems", MethodType.SERVER_STREAMING, ItemsRequest.getDefaultInstance(), Item.getDefaultInstance());
    private static final MethodDescriptor<ItemsRequest, ItemList> LISTS = method(
            "StreamLists",
            MethodType.SERVER_STREAMING,
            ItemsRequest.getDefaultInstance(),
            ItemList.getDefaultInstance());
    private static final MethodDescriptor<ItemsRequest, Item> DELETE =
            method("DeleteItem", MethodType.UNARY, ItemsRequest.getDefaultInstance(), Item.getDefaultInstance());
    private static final MethodDescriptor<EchoRequest, ItemList> ECHO =
            method("Echo", MethodType.UNARY, EchoRequest.getDefaultInstance(), ItemList.getDefaultInstance());

    private final TestStreams streams = new TestStreams();

    /** What a call told its client. */
    private record Seen(
            List<String> events, Metadata headers, List<Message> messages, Status status, Metadata trailers) {
        String trailer(String name) {
            return String.valueOf(trailers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
        }

        /** All but what the typed endpoint says on top, and what details are in. */
        String asFromAnyServer() throws InvalidProtocolBufferException {
            return events + " " + status.getCode() + " " + status.getDescription() + " "
                    + StatusProto.fromStatusAndTrailers(status, trailers) + " "
                    + trailers.keys().stream()
                            .filter(key -> !key.startsWith("spillway-"))
                            .sorted()
                            .toList();
        }
    }

    private OriginServer server;
    private ManagedChannel channel;
    private LocalResults results = streams.results;

    @BeforeEach
    void start() throws Exception {
        serve(streams.results, "items");
    }

    private void serve(LocalResults from, String stream) throws Exception {
        results = from;
        List<Parameter> parameters = from.streams(new dev.spillway.wire.Caller("test", "test")).stream()
                .filter(each -> each.name().equals(stream))
                .flatMap(each -> each.parameters().stream())
                .toList();
        List<TypedMethod> methods = List.of(
                typed("GetItems", MethodShape.WHOLE, stream, parameters),
                typed("StreamItems", MethodShape.ROW, stream, parameters),
                typed("StreamLists", MethodShape.ROWS, stream, parameters),
                typed("Echo", MethodShape.WHOLE, "echo", parameters));
        server = OriginServer.start(new OriginSettings(ANY_PORT, true, methods, LIMIT), from);
        channel = channel(server.address());
    }

    private static TypedMethod typed(String name, MethodShape shape, String stream, List<Parameter> parameters) {
        return new TypedMethod(Objects.requireNonNull(SERVICE.findMethodByName(name)), shape, stream, parameters);
    }

    private void serveAgain(LocalResults from, String stream) throws Exception {
        stop();
        serve(from, stream);
    }

    private static ManagedChannel channel(InetSocketAddress address) {
        return NettyChannelBuilder.forAddress(address).usePlaintext().build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        results.close();
        server.close();
    }

    private static <Q extends Message, R extends Message> MethodDescriptor<Q, R> method(
            String name, MethodType type, Q request, R response) {
        return MethodDescriptor.<Q, R>newBuilder()
                .setType(type)
                .setFullMethodName(SERVICE.getFullName() + "/" + name)
                .setRequestMarshaller(ProtoUtils.marshaller(request))
                .setResponseMarshaller(ProtoUtils.marshaller(response))
                .build();
    }

    private static ItemsRequest count(long count) {
        return ItemsRequest.newBuilder().setCount(count).build();
    }

    private <R extends Message> Seen call(MethodDescriptor<ItemsRequest, R> method, ItemsRequest request)
            throws InterruptedException {
        return call(channel, method, request, new Metadata());
    }

    private static <R extends Message> Seen call(
            ManagedChannel channel, MethodDescriptor<ItemsRequest, R> method, ItemsRequest request, Metadata metadata)
            throws InterruptedException {
        List<String> events = new ArrayList<>();
        List<Message> messages = new ArrayList<>();
        Metadata[] received = {new Metadata()};
        BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
        ClientCall<ItemsRequest, R> call = channel.newCall(method, CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onHeaders(Metadata headers) {
                        events.add("headers");
                        received[0] = headers;
                    }

                    @Override
                    public void onMessage(R message) {
                        messages.add(message);
                        if (events.isEmpty() || !events.getLast().equals("messages")) {
                            events.add("messages");
                        }
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        seen.add(new Seen(events, received[0], messages, status, trailers));
                    }
                },
                metadata);
        call.request(Integer.MAX_VALUE);
        call.sendMessage(request);
        call.halfClose();
        return Objects.requireNonNull(seen.poll(30, TimeUnit.SECONDS));
    }

    private static List<Item> items(Seen seen) {
        return seen.messages().stream()
                .flatMap(each ->
                        each instanceof ItemList list ? list.getItemsList().stream() : List.of((Item) each).stream())
                .toList();
    }

    private static List<Item> expected(int count) {
        List<Item> items = new ArrayList<>();
        for (int id = 0; id < count; id++) {
            items.add(Item.newBuilder().setId(id).setTitle("Item number " + id).build());
        }
        return items;
    }

    @Test
    void everyShapeDeliversTheSameRowsAndTheirTotals() throws Exception {
        List<Item> expected = expected(100_000);
        byte[] whole = ItemList.newBuilder().addAllItems(expected).build().toByteArray();
        for (var method : List.of(GET, STREAM, LISTS)) {
            Seen seen = call(method, count(100_000));
            assertEquals(Status.OK, seen.status(), method.getFullMethodName());
            assertEquals(expected, items(seen), method.getFullMethodName());
            assertEquals("100000", seen.trailer("spillway-rows"));
            assertEquals(Integer.toString(whole.length), seen.trailer("spillway-bytes"));
            assertEquals(Crc32c.toHex(Crc32c.of(whole, 0, whole.length)), seen.trailer("spillway-crc32c"));
            ResultId.parse(String.valueOf(
                    seen.headers().get(Metadata.Key.of("spillway-result-id", Metadata.ASCII_STRING_MARSHALLER))));
        }
    }

    @Test
    void stockStubsReadEveryShape() {
        assertEquals(
                expected(10),
                ClientCalls.blockingUnaryCall(channel, GET, CallOptions.DEFAULT, count(10))
                        .getItemsList());
        Iterator<Item> rows = ClientCalls.blockingServerStreamingCall(
                channel, STREAM, CallOptions.DEFAULT.withCompression("gzip"), count(10));
        List<Item> found = new ArrayList<>();
        rows.forEachRemaining(found::add);
        assertEquals(expected(10), found);
    }

    @Test
    void aStockClientSeesNoDifferenceToGrpcJava() throws Exception {
        Server stock = NettyServerBuilder.forAddress(ANY_PORT)
                .addService(stockService())
                .build()
                .start();
        ManagedChannel stockChannel =
                channel((InetSocketAddress) stock.getListenSockets().getFirst());
        try {
            for (long count : new long[] {0, 1, 1000, -1, 2_000_000_000}) {
                // The headers of a stream leave before it is known to have no rows; in grpc-java they never do.
                for (var method : count == 0 ? List.of(GET) : List.of(GET, STREAM, LISTS)) {
                    Seen theirs = call(stockChannel, method, count(count), new Metadata());
                    Seen ours = call(method, count(count));
                    assertEquals(theirs.asFromAnyServer(), ours.asFromAnyServer());
                    assertEquals(items(theirs), items(ours));
                }
            }
        } finally {
            stockChannel.shutdownNow();
            stock.shutdownNow();
        }
    }

    private static ServerServiceDefinition stockService() {
        return ServerServiceDefinition.builder(SERVICE.getFullName())
                .addMethod(GET, ServerCalls.asyncUnaryCall(TypedMethodTest::stockLists))
                .addMethod(LISTS, ServerCalls.asyncServerStreamingCall(TypedMethodTest::stockLists))
                .addMethod(STREAM, ServerCalls.asyncServerStreamingCall((request, out) -> {
                    if (isRefused(request, out)) {
                        return;
                    }
                    expected((int) request.getCount()).forEach(out::onNext);
                    out.onCompleted();
                }))
                .build();
    }

    private static void stockLists(ItemsRequest request, StreamObserver<ItemList> out) {
        if (!isRefused(request, out)) {
            out.onNext(ItemList.newBuilder()
                    .addAllItems(expected((int) request.getCount()))
                    .build());
            out.onCompleted();
        }
    }

    private static boolean isRefused(ItemsRequest request, StreamObserver<?> out) {
        long count = request.getCount();
        if (count >= 0 && count <= 1_000_000_000) {
            return false;
        }
        out.onError(StatusProto.toStatusRuntimeException(FailureCodec.toStatus(
                new ResultFailure(Reason.INVALID_PARAMETER, "count: " + count + " (expected: 0…1000000000)"))));
        return true;
    }

    @Test
    void anEmptyResultIsAnEmptyMessageOrNone() throws Exception {
        assertEquals(List.of(ItemList.getDefaultInstance()), call(GET, count(0)).messages());
        for (var method : List.of(STREAM, LISTS)) {
            Seen seen = call(method, count(0));
            assertEquals(List.of(), seen.messages());
            assertEquals("0", seen.trailer("spillway-rows"));
            assertEquals("00000000", seen.trailer("spillway-crc32c"));
        }
    }

    @Test
    void aStreamsHeadersComeBeforeTheFirstRowExistsAndALeavingReaderStopsTheSource() throws Exception {
        TestStreams paced = new TestStreams();
        serveAgain(paced.results, "paced");
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        ClientCall<ItemsRequest, Item> call = channel.newCall(STREAM, CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onHeaders(Metadata headers) {
                        events.add("headers");
                    }
                },
                new Metadata());
        call.request(1);
        call.sendMessage(count(1));
        call.halfClose();
        assertEquals("headers", events.poll(30, TimeUnit.SECONDS));
        call.cancel("the test leaves", null);
        assertEquals("paced", paced.awaitClosed());
    }

    @Test
    void aDeadlineEndsTheCallInEveryShape() throws Exception {
        TestStreams paced = new TestStreams();
        serveAgain(paced.results, "paced");
        StatusRuntimeException failure = assertThrows(
                StatusRuntimeException.class,
                () -> ClientCalls.blockingUnaryCall(
                        channel, GET, CallOptions.DEFAULT.withDeadlineAfter(200, TimeUnit.MILLISECONDS), count(1)));
        assertEquals(Code.DEADLINE_EXCEEDED, failure.getStatus().getCode());
        assertEquals("paced", paced.awaitClosed());
    }

    @Test
    void aFailureInTheMiddleEndsEveryShapeWithTheSourcesOwnWords() throws Exception {
        serveAgain(new TestStreams().results, "failing");
        for (var method : List.of(GET, STREAM, LISTS)) {
            Seen seen = call(method, count(50_000));
            assertEquals(Code.INTERNAL, seen.status().getCode());
            assertEquals("item 50000 is broken", seen.status().getDescription());
            assertEquals("null", seen.trailer("spillway-rows"));
            assertTrue(items(seen).size() < 50_000 || method != GET);
        }
        assertEquals(List.of(), call(GET, count(5)).events());
    }

    @Test
    void aResultThatDoesNotFitIntoOneMessageIsRefusedAtOnceAndSaysWhatStreamsIt() throws Exception {
        Seen seen = call(GET, count(1_000_000_000));
        assertFails(
                seen,
                Code.RESOURCE_EXHAUSTED,
                "VALUE_TOO_LARGE",
                "result: more than 4194304 bytes, what a message may hold (origin.max_message_bytes; without a limit: "
                        + "dev.spillway.server.items.Items/StreamLists)");
        assertEquals(List.of(), seen.events());
        assertEquals("items", streams.awaitClosed());
        RunEnd.Failed end = (RunEnd.Failed) streams.awaitEnd();
        assertEquals(Reason.VALUE_TOO_LARGE, end.failure().reason());
    }

    private static void assertFails(Seen seen, Code code, String reason, String description) throws Exception {
        assertEquals(code, seen.status().getCode());
        assertEquals(description, seen.status().getDescription());
        assertEquals(
                reason,
                Objects.requireNonNull(StatusProto.fromStatusAndTrailers(seen.status(), seen.trailers()))
                        .getDetails(0)
                        .unpack(ErrorInfo.class)
                        .getReason());
    }

    /** A stream of three rows, the middle one with a title of {@code count} characters. */
    private static LocalResults wide() {
        RowSource source = RowSource.of(TestStreams.SCHEMA, arguments -> {
            int[] next = {0};
            return out -> {
                out.int64(1, next[0]);
                out.string(2, "x".repeat(next[0] == 1 ? (int) arguments.int64("count") : 1));
                out.endRow();
                return ++next[0] < 3;
            };
        });
        return results(new StreamDefinition(
                "wide",
                List.of(parameter("count", ParameterType.INT64, new Value.Int64(1))),
                source,
                Optional.empty()));
    }

    private static LocalResults results(StreamDefinition stream) {
        return new LocalResults(List.of(stream), ResultSettings.DEFAULT, RunListener.NONE);
    }

    private static Parameter parameter(String name, ParameterType type, Value byDefault) {
        return new Parameter(name, type, byDefault, Optional.empty(), Optional.empty());
    }

    @Test
    void aRowOfManyChunksIsPutTogetherUpToTheLargestMessage() throws Exception {
        serveAgain(wide(), "wide");
        int headBytes =
                Item.newBuilder().setId(1).setTitle("x".repeat(3 << 20)).build().getSerializedSize() - (3 << 20);
        int most = LIMIT - headBytes;
        for (int length : new int[] {100, 70_000, 1_000_000, most}) {
            Seen seen = call(STREAM, count(length));
            assertEquals(Status.OK, seen.status());
            assertEquals(
                    List.of(1, length, 1),
                    items(seen).stream().map(each -> each.getTitle().length()).toList());
        }
        assertEquals(
                List.of(1, 1_000_000, 1),
                items(call(LISTS, count(1_000_000))).stream()
                        .map(each -> each.getTitle().length())
                        .toList());
        assertTooLarge(call(STREAM, count(most + 1)));
        assertTooLarge(call(STREAM, count(10_000_000)));
        assertTooLarge(call(LISTS, count(most)));
        assertEquals(Code.OK, call(LISTS, count(most - 5)).status().getCode());
    }

    private static void assertTooLarge(Seen seen) throws Exception {
        assertFails(
                seen,
                Code.RESOURCE_EXHAUSTED,
                "VALUE_TOO_LARGE",
                "row 1: more than 4194304 bytes, what a message may hold (origin.max_message_bytes)");
    }

    @Test
    void whatAsksForAResumeThatCannotBeIsRefused() throws Exception {
        assertResumeFails("7", null, Code.INVALID_ARGUMENT, "INVALID_PARAMETER", "spillway-result-id: ");
        assertResumeFails(
                null, "7", Code.INVALID_ARGUMENT, "INVALID_PARAMETER", "spillway-from-row: 7 (expected: with");
        String unknown = ResultId.create("local").text();
        assertResumeFails(unknown, "7", Code.NOT_FOUND, "UNKNOWN_RESULT", "result: local.");
        assertResumeFails(unknown, "-1", Code.NOT_FOUND, "UNKNOWN_RESULT", "result: local.");
        assertTrue(streams.results.running().isEmpty());
    }

    private void assertResumeFails(
            @Nullable String result, @Nullable String row, Code code, String reason, String words) throws Exception {
        Metadata metadata = new Metadata();
        if (result != null) {
            metadata.put(Metadata.Key.of("spillway-result-id", Metadata.ASCII_STRING_MARSHALLER), result);
        }
        if (row != null) {
            metadata.put(Metadata.Key.of("spillway-from-row", Metadata.ASCII_STRING_MARSHALLER), row);
        }
        Seen seen = call(channel, STREAM, count(1), metadata);
        assertEquals(code, seen.status().getCode());
        String description = String.valueOf(seen.status().getDescription());
        assertTrue(description.startsWith(words), description);
        assertEquals(
                reason,
                Objects.requireNonNull(StatusProto.fromStatusAndTrailers(seen.status(), seen.trailers()))
                        .getDetails(0)
                        .unpack(ErrorInfo.class)
                        .getReason());
    }

    @Test
    void aRequestFieldThatFeedsNothingMustBeUnset() throws Exception {
        assertFails(
                call(STREAM, ItemsRequest.newBuilder().setPageToken("x").build()),
                Code.INVALID_ARGUMENT,
                "INVALID_PARAMETER",
                "page_token: set (expected: unset; dev.spillway.server.items.Items/StreamItems does not look at it)");
    }

    @Test
    void anAbsentOptionalFieldIsTheDefaultAndAZeroIsZero() throws Exception {
        assertEquals(10, items(call(STREAM, ItemsRequest.getDefaultInstance())).size());
        assertEquals(0, items(call(STREAM, count(0))).size());
    }

    @Test
    void aMethodThatNothingIsBoundToIsUnimplemented() throws Exception {
        assertFails(
                call(DELETE, count(1)),
                Code.UNIMPLEMENTED,
                "UNIMPLEMENTED",
                "dev.spillway.server.items.Items/DeleteItem: no stream of this server is bound to this method");
    }

    @Test
    void reflectionKnowsTheService() throws Exception {
        BlockingQueue<ServerReflectionResponse> answers = new LinkedBlockingQueue<>();
        StreamObserver<ServerReflectionRequest> requests = ServerReflectionGrpc.newStub(channel)
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse response) {
                        answers.add(response);
                    }

                    @Override
                    public void onError(Throwable failure) {}

                    @Override
                    public void onCompleted() {}
                });
        requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        requests.onNext(ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol(SERVICE.getFullName())
                .build());
        assertTrue(
                Objects.requireNonNull(answers.poll(30, TimeUnit.SECONDS))
                        .getListServicesResponse()
                        .getServiceList()
                        .stream()
                        .anyMatch(each -> each.getName().equals(SERVICE.getFullName())));
        assertTrue(Objects.requireNonNull(answers.poll(30, TimeUnit.SECONDS))
                .getFileDescriptorResponse()
                .getFileDescriptorProtoList()
                .contains(Item.getDescriptor().getFile().toProto().toByteString()));
        requests.onCompleted();
    }

    /** A stream whose one row says with which parameters it runs. */
    private static LocalResults echo() {
        RowSchema schema = TestStreams.SCHEMA;
        RowSource source = RowSource.of(schema, arguments -> out -> {
            out.string(2, arguments.toString());
            out.endRow();
            return false;
        });
        List<Parameter> parameters = List.of(
                parameter("flag", ParameterType.BOOL, new Value.Bool(true)),
                parameter("small", ParameterType.INT32, new Value.Int64(1)),
                parameter("large", ParameterType.INT64, new Value.Int64(1)),
                parameter("ratio", ParameterType.DOUBLE, new Value.Float64(1)),
                parameter("text", ParameterType.STRING, new Value.Text("default")),
                parameter("day", ParameterType.DATE, new Value.Text("2026-01-31")),
                parameter("at", ParameterType.TIMESTAMP, new Value.Text("2026-01-31T12:00:00Z")),
                parameter("kind", ParameterType.STRING, new Value.Text("KIND_BOOK")),
                parameter("number", ParameterType.INT32, new Value.Int64(1)),
                parameter("wrapped", ParameterType.INT64, new Value.Int64(1)),
                parameter("maybe", ParameterType.INT32, new Value.Int64(1)),
                parameter("plain", ParameterType.INT64, new Value.Int64(1)));
        return results(new StreamDefinition("echo", parameters, source, Optional.empty()));
    }

    private String echoed(EchoRequest request) {
        return ClientCalls.blockingUnaryCall(channel, ECHO, CallOptions.DEFAULT, request)
                .getItems(0)
                .getTitle();
    }

    @Test
    void requestFieldsAreTheParametersOfTheirNames() throws Exception {
        serveAgain(echo(), "echo");
        EchoRequest day = EchoRequest.newBuilder().setDay("2026-02-28").build();
        assertEquals(
                "flag=false, small=0, large=0, ratio=0.0, text=, day=2026-02-28, at=2026-01-31T12:00:00Z, "
                        + "kind=KIND_UNSPECIFIED, number=0, wrapped=1, maybe=1, plain=0",
                echoed(day));
        assertEquals(
                "flag=true, small=-7, large=9223372036854775807, ratio=0.5, text=größer, day=2026-02-28, "
                        + "at=2026-02-01T00:00:00.000001Z, kind=KIND_BOOK, number=1, wrapped=0, maybe=0, plain=4294967295",
                echoed(day.toBuilder()
                        .setFlag(true)
                        .setSmall(-7)
                        .setLarge(Long.MAX_VALUE)
                        .setRatio(0.5F)
                        .setText("größer")
                        .setAt(Timestamp.newBuilder().setSeconds(1769904000).setNanos(1000))
                        .setKind(Kind.KIND_BOOK)
                        .setNumber(Kind.KIND_BOOK)
                        .setWrapped(Int64Value.getDefaultInstance())
                        .setMaybe(0)
                        .setPlain(-1)
                        .build()));
    }

    @Test
    void aRequestFieldThatItsParameterDoesNotTakeIsNamed() throws Exception {
        serveAgain(echo(), "echo");
        EchoRequest day = EchoRequest.newBuilder().setDay("2026-02-28").build();
        assertRefused(EchoRequest.getDefaultInstance(), "day:  (expected: a date such as 2026-01-31)");
        assertRefused(
                day.toBuilder().setLarge(-1).build(),
                "large: 18446744073709551615 (expected: -9223372036854775808…9223372036854775807)");
        assertRefused(
                day.toBuilder().setKindValue(7).build(),
                "kind: 7 (expected: a value of dev.spillway.server.items.Kind)");
        assertRefused(
                day.toBuilder().setAt(Timestamp.newBuilder().setNanos(-1)).build(),
                "at: 0 s and -1 ns since 1970 (expected: year 0001 to 9999, 0 to 999999999 ns)");
        assertRefused(
                day.toBuilder().setAt(Timestamp.newBuilder().setNanos(1)).build(),
                "at: 1970-01-01T00:00:00.000000001Z (expected: an instant such as 2026-01-31T12:00:00Z, at most "
                        + "microseconds)");
    }

    private void assertRefused(EchoRequest request, String description) {
        StatusRuntimeException failure = assertThrows(StatusRuntimeException.class, () -> echoed(request));
        assertEquals(Code.INVALID_ARGUMENT, failure.getStatus().getCode());
        assertEquals(description, failure.getStatus().getDescription());
    }
}
