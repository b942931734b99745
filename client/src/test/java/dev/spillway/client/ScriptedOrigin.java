package dev.spillway.client;

import dev.spillway.wire.Frame;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.ResultInfo;
import dev.spillway.wire.ResultState;
import dev.spillway.wire.StreamInfo;
import dev.spillway.wire.codec.DescriptionCodec;
import dev.spillway.wire.codec.FailureCodec;
import dev.spillway.wire.codec.RequestCodec;
import dev.spillway.wire.v1.CancelResultRequest;
import dev.spillway.wire.v1.GetResultRequest;
import dev.spillway.wire.v1.ListStreamsRequest;
import dev.spillway.wire.v1.ListStreamsResponse;
import dev.spillway.wire.v1.ReadRequest;
import dev.spillway.wire.v1.Result;
import dev.spillway.wire.v1.ResultServiceGrpc;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A real gRPC server on this machine that answers {@code Read} as a test tells it. */
public final class ScriptedOrigin implements AutoCloseable {
    private final Server server;
    private final BlockingQueue<ReadRequest> requests = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
    private final Map<ResultId, ResultInfo> results = new ConcurrentHashMap<>();
    private volatile List<StreamInfo> streams = List.of();

    /** What a call of {@code Read} is answered with. */
    @FunctionalInterface
    public interface Script {
        void run(ReadRequest request, ServerCallStreamObserver<dev.spillway.wire.v1.Frame> out);
    }

    public ScriptedOrigin(Script script) throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new Service(script))
                .build()
                .start();
    }

    /** Sends these frames, then says that all is well. */
    public static Script sending(List<Frame> frames) {
        return (request, out) -> {
            send(frames, out);
            out.onCompleted();
        };
    }

    /** Sends these frames, then fails. */
    public static Script failing(List<Frame> frames, ResultFailure failure) {
        return (request, out) -> {
            send(frames, out);
            out.onError(StatusProto.toStatusRuntimeException(FailureCodec.toStatus(failure)));
        };
    }

    /** Keeps this result ({@link ResultFrames#kept}): answers a query with it, and goes on with it where it is asked to. */
    public static Script keeping(List<Frame> kept) {
        return keeping(kept, Integer.MAX_VALUE);
    }

    /** The same, but each read is cut after so many chunks. */
    public static Script keeping(List<Frame> kept, int chunks) {
        return (request, out) -> {
            try {
                List<Frame> answer = ResultFrames.answer(kept, RequestCodec.spec(request));
                if (answer.size() <= chunks + 2L) {
                    sending(answer).run(request, out);
                } else {
                    ResultFailure cut = new ResultFailure(Reason.UNAVAILABLE, "cut after " + chunks + " chunks");
                    failing(answer.subList(0, chunks + 1), cut).run(request, out);
                }
            } catch (ResultFailure e) {
                failing(List.of(), e).run(request, out);
            }
        };
    }

    /** Sends these frames, then nothing. */
    public static Script silentAfter(List<Frame> frames) {
        return (request, out) -> send(frames, out);
    }

    /** Sends these frames as fast as the reader takes them, then says that all is well. */
    static Script atPaceOfReader(Iterable<dev.spillway.wire.v1.Frame> frames) {
        return (request, out) -> {
            Iterator<dev.spillway.wire.v1.Frame> left = frames.iterator();
            boolean[] done = {false};
            out.setOnReadyHandler(() -> {
                while (out.isReady() && left.hasNext()) {
                    out.onNext(left.next());
                }
                if (!left.hasNext() && !done[0]) {
                    done[0] = true;
                    out.onCompleted();
                }
            });
        };
    }

    private static void send(List<Frame> frames, ServerCallStreamObserver<dev.spillway.wire.v1.Frame> out) {
        frames.stream().map(ResultFrames::message).forEach(out::onNext);
    }

    private final class Service extends ResultServiceGrpc.ResultServiceImplBase {
        private final Script script;

        Service(Script script) {
            this.script = script;
        }

        @Override
        public void read(ReadRequest request, StreamObserver<dev.spillway.wire.v1.Frame> observer) {
            ServerCallStreamObserver<dev.spillway.wire.v1.Frame> out =
                    (ServerCallStreamObserver<dev.spillway.wire.v1.Frame>) observer;
            out.setOnCancelHandler(() -> cancelled.complete(null));
            requests.add(request);
            script.run(request, out);
        }

        @Override
        public void listStreams(ListStreamsRequest request, StreamObserver<ListStreamsResponse> out) {
            ListStreamsResponse.Builder response = ListStreamsResponse.newBuilder();
            streams.forEach(stream -> response.addStreams(DescriptionCodec.toMessage(stream)));
            out.onNext(response.build());
            out.onCompleted();
        }

        @Override
        public void getResult(GetResultRequest request, StreamObserver<Result> out) {
            answer(results.get(ResultId.parse(request.getResultId())), out);
        }

        @Override
        public void cancelResult(CancelResultRequest request, StreamObserver<Result> out) {
            answer(results.computeIfPresent(ResultId.parse(request.getResultId()), (id, info) -> ended(info)), out);
        }

        private static ResultInfo ended(ResultInfo info) {
            return info.state() != ResultState.RUNNING
                    ? info
                    : new ResultInfo(
                            info.id(),
                            info.stream(),
                            ResultState.CANCELLED,
                            info.position(),
                            info.replay(),
                            info.estimatedRows(),
                            info.leaseExpiry(),
                            info.failure());
        }

        private static void answer(@Nullable ResultInfo info, StreamObserver<Result> out) {
            if (info == null) {
                ResultFailure unknown = new ResultFailure(Reason.UNKNOWN_RESULT, "result: not known, or not any more");
                out.onError(StatusProto.toStatusRuntimeException(FailureCodec.toStatus(unknown)));
            } else {
                out.onNext(DescriptionCodec.toMessage(info));
                out.onCompleted();
            }
        }
    }

    /** Knows this result, to tell and to end. */
    public ScriptedOrigin knowing(ResultInfo info) {
        results.put(info.id(), info);
        return this;
    }

    /** Lists these streams. */
    public ScriptedOrigin listing(List<StreamInfo> infos) {
        streams = infos;
        return this;
    }

    /** {@code host:port}. */
    public String target() {
        return "localhost:" + server.getPort();
    }

    /** The requests for a result, in the order in which they came. */
    public BlockingQueue<ReadRequest> requests() {
        return requests;
    }

    /** Complete when a call of {@code Read} was cancelled. */
    public CompletableFuture<Void> cancelled() {
        return cancelled;
    }

    /** Ends the connections in mid-stream, as a killed program does. */
    public void kill() {
        server.shutdownNow();
    }

    @Override
    public void close() {
        kill();
    }
}
