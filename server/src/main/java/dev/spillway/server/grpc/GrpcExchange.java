package dev.spillway.server.grpc;

import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.spillway.server.net.Exchange;
import dev.spillway.server.net.Outbound;
import dev.spillway.wire.Frame;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;

/** One call: messages, then the status as trailers. */
final class GrpcExchange implements Exchange {
    private static final ResponseHeaders HEADERS = ResponseHeaders.builder(HttpStatus.OK)
            .add("content-type", GrpcStatus.CONTENT_TYPE)
            .add("grpc-accept-encoding", GrpcMessage.ACCEPTED_ENCODINGS)
            .build();

    private final GrpcMethod method;
    private final Outbound out;
    private boolean headersSent;

    GrpcExchange(GrpcMethod method, Outbound out) {
        this.method = method;
        this.out = out;
    }

    @Override
    public Outbound.Outcome frame(Frame frame) throws InterruptedException, ResultFailure {
        if (!headersSent) {
            headersSent = true;
            if (out.writeHeaders(HEADERS) == Outbound.Outcome.CLOSED) {
                return Outbound.Outcome.CLOSED;
            }
        }
        Slice[] messages = method.messages(frame);
        return messages.length == 0 ? Outbound.Outcome.WRITTEN : out.write(messages);
    }

    @Override
    public void complete(Frame.End end) throws InterruptedException {
        try {
            if (frame(end) == Outbound.Outcome.WRITTEN) {
                out.finish(GrpcStatus.OK);
            }
        } catch (ResultFailure e) {
            failed(e);
        }
    }

    @Override
    public void failed(ResultFailure failure) {
        if (headersSent) {
            out.finish(GrpcStatus.trailers(failure));
        } else {
            out.respond(GrpcStatus.trailersOnly(failure), Slice.EMPTY);
        }
    }
}
