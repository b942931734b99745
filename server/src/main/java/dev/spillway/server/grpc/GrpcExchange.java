package dev.spillway.server.grpc;

import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.spillway.server.net.Exchange;
import dev.spillway.server.net.Outbound;
import dev.spillway.wire.Frame;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;

/** One call: headers, messages, then the status as trailers. */
final class GrpcExchange implements Exchange {
    private static final ResponseHeaders HEADERS = ResponseHeaders.builder(HttpStatus.OK)
            .add("content-type", GrpcStatus.CONTENT_TYPE)
            .add("grpc-accept-encoding", GrpcMessage.ACCEPTED_ENCODINGS)
            .build();

    private final GrpcAnswer answer;
    private final Outbound out;
    private ResponseHeaders headers = HEADERS;
    private boolean headersSent;

    GrpcExchange(GrpcAnswer answer, Outbound out) {
        this.answer = answer;
        this.out = out;
    }

    @Override
    public Outbound.Outcome frame(Frame frame) throws InterruptedException, ResultFailure {
        if (frame instanceof Frame.Header header) {
            HttpHeaders metadata = answer.metadata(header);
            headers = metadata.isEmpty()
                    ? HEADERS
                    : HEADERS.toBuilder().add(metadata).build();
        }
        Slice[] messages = answer.messages(frame);
        if (!headersSent && (messages.length > 0 || answer.sendsHeadersAtOnce())) {
            headersSent = true;
            if (out.writeHeaders(headers) == Outbound.Outcome.CLOSED) {
                return Outbound.Outcome.CLOSED;
            }
        }
        return messages.length == 0 ? Outbound.Outcome.WRITTEN : out.write(messages);
    }

    @Override
    public void limitReached(Frame.Limit limit) throws InterruptedException {
        last(limit, HttpHeaders.of());
    }

    @Override
    public void complete(Frame.End end) throws InterruptedException {
        last(end, answer.trailers(end));
    }

    private void last(Frame frame, HttpHeaders metadata) throws InterruptedException {
        try {
            if (frame(frame) == Outbound.Outcome.WRITTEN) {
                out.finish(
                        metadata.isEmpty()
                                ? GrpcStatus.OK
                                : GrpcStatus.OK.toBuilder().add(metadata).build());
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
