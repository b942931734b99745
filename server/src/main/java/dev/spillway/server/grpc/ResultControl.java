package dev.spillway.server.grpc;

import com.linecorp.armeria.server.ServiceRequestContext;
import dev.spillway.server.net.Callers;
import dev.spillway.wire.Caller;
import dev.spillway.wire.Catalog;
import dev.spillway.wire.Query;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.Results;
import dev.spillway.wire.codec.DescriptionCodec;
import dev.spillway.wire.codec.FailureCodec;
import dev.spillway.wire.codec.RenderingCodec;
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
        answer(observer, caller -> {
            Catalog catalog = results.catalog(caller);
            ListStreamsResponse.Builder response =
                    ListStreamsResponse.newBuilder().setOrigin(catalog.origin());
            catalog.streams().forEach(stream -> response.addStreams(DescriptionCodec.toMessage(stream)));
            return response.build();
        });
    }

    @Override
    public void openResult(OpenResultRequest request, StreamObserver<Result> observer) {
        answer(observer, caller -> {
            Query query = DescriptionCodec.query(request.getQuery());
            return DescriptionCodec.toMessage(
                    request.getExistingOnly() ? results.find(query, caller) : results.open(query, caller));
        });
    }

    @Override
    public void getResult(GetResultRequest request, StreamObserver<Result> observer) {
        answer(
                observer,
                caller -> DescriptionCodec.toMessage(results.get(ResultId.parse(request.getResultId()), caller)));
    }

    @Override
    public void getRendering(GetRenderingRequest request, StreamObserver<Rendering> observer) {
        answer(observer, caller -> RenderingCodec.toMessage(results.rendering(RenderingCodec.spec(request), caller)));
    }

    @Override
    public void cancelResult(CancelResultRequest request, StreamObserver<Result> observer) {
        answer(
                observer,
                caller -> DescriptionCodec.toMessage(results.cancel(ResultId.parse(request.getResultId()), caller)));
    }

    private interface Answer<T> {
        /** @throws IllegalArgumentException the request breaks its specification */
        T to(Caller caller) throws ResultFailure;
    }

    private static <T> void answer(StreamObserver<T> observer, Answer<T> answer) {
        try {
            T message = answer.to(Callers.of(ServiceRequestContext.current().request()));
            observer.onNext(message);
            observer.onCompleted();
        } catch (ResultFailure e) {
            fail(observer, e);
        } catch (IllegalArgumentException e) {
            fail(observer, new ResultFailure(Reason.INVALID_PARAMETER, String.valueOf(e.getMessage()), e));
        }
    }

    private static void fail(StreamObserver<?> observer, ResultFailure failure) {
        observer.onError(StatusProto.toStatusRuntimeException(FailureCodec.toStatus(failure)));
    }
}
