package dev.spillway.server.grpc;

import com.linecorp.armeria.server.ServiceRequestContext;
import dev.spillway.server.net.Callers;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Results;
import dev.spillway.wire.StreamInfo;
import dev.spillway.wire.codec.DescriptionCodec;
import dev.spillway.wire.codec.FailureCodec;
import dev.spillway.wire.v1.CancelResultRequest;
import dev.spillway.wire.v1.GetRenderingRequest;
import dev.spillway.wire.v1.GetResultRequest;
import dev.spillway.wire.v1.ListStreamsRequest;
import dev.spillway.wire.v1.ListStreamsResponse;
import dev.spillway.wire.v1.OpenResultRequest;
import dev.spillway.wire.v1.Rendering;
import dev.spillway.wire.v1.Result;
import dev.spillway.wire.v1.ResultServiceGrpc;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;

/** The methods of {@code spillway.v1.ResultService} that answer with one message. */
final class ResultControl extends ResultServiceGrpc.ResultServiceImplBase {
    private final Results results;

    ResultControl(Results results) {
        this.results = results;
    }

    @Override
    public void listStreams(ListStreamsRequest request, StreamObserver<ListStreamsResponse> observer) {
        try {
            ListStreamsResponse.Builder response = ListStreamsResponse.newBuilder();
            for (StreamInfo stream :
                    results.streams(Callers.of(ServiceRequestContext.current().request()))) {
                response.addStreams(DescriptionCodec.toMessage(stream));
            }
            observer.onNext(response.build());
            observer.onCompleted();
        } catch (ResultFailure e) {
            fail(observer, e);
        }
    }

    @Override
    public void openResult(OpenResultRequest request, StreamObserver<Result> observer) {
        needsLog(observer, "OpenResult");
    }

    @Override
    public void getResult(GetResultRequest request, StreamObserver<Result> observer) {
        needsLog(observer, "GetResult");
    }

    @Override
    public void getRendering(GetRenderingRequest request, StreamObserver<Rendering> observer) {
        needsLog(observer, "GetRendering");
    }

    @Override
    public void cancelResult(CancelResultRequest request, StreamObserver<Result> observer) {
        needsLog(observer, "CancelResult");
    }

    private static void needsLog(StreamObserver<?> observer, String method) {
        fail(
                observer,
                new ResultFailure(
                        Reason.UNIMPLEMENTED, method + ": needs a result log, which this server does not have"));
    }

    private static void fail(StreamObserver<?> observer, ResultFailure failure) {
        observer.onError(StatusProto.toStatusRuntimeException(FailureCodec.toStatus(failure)));
    }
}
