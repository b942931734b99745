package dev.spillway.server.grpc;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.spillway.server.net.Callers;
import dev.spillway.server.net.Outbound;
import dev.spillway.server.net.Port;
import dev.spillway.server.net.Pump;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a data method needs of gRPC: one request in, a stream of messages that are framed already out. A stock client
 * sees no difference to grpc-java.
 *
 * <p>Stands where the server bounds no request, whose answer to a large one would be no gRPC status.
 */
final class GrpcRoute implements HttpService {
    private final GrpcMethod method;

    GrpcRoute(GrpcMethod method) {
        this.method = method;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        if (request.method() != HttpMethod.POST) {
            return HttpResponse.of(HttpStatus.METHOD_NOT_ALLOWED);
        }
        String contentType = request.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        if (!contentType.equals(GrpcStatus.CONTENT_TYPE) && !contentType.equals(GrpcStatus.CONTENT_TYPE + "+proto")) {
            return HttpResponse.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
        }
        HttpResponseWriter writer = HttpResponse.streaming();
        Outbound out = new Outbound(writer);
        long[] length = {0};
        HttpRequest bounded = request.mapData(data -> {
            length[0] += data.length();
            if (length[0] > Port.MAX_REQUEST_BYTES) {
                throw ContentTooLargeException.get();
            }
            return data;
        });
        var _ = bounded.aggregate().whenComplete((body, cause) -> answer(context, request, body, cause, out));
        return writer;
    }

    private void answer(
            ServiceRequestContext context,
            HttpRequest request,
            @Nullable AggregatedHttpRequest body,
            @Nullable Throwable cause,
            Outbound out) {
        GrpcExchange exchange = new GrpcExchange(method.answer(), out);
        try {
            if (body == null) {
                throw unreadable(cause);
            }
            RequestHeaders headers = request.headers();
            byte[] message = GrpcMessage.single(body.content().array(), headers.get("grpc-encoding", "identity"));
            String timeout = headers.get("grpc-timeout");
            Duration deadline = timeout == null ? null : GrpcTimeout.parse(timeout);
            FrameReader reader = method.open(message, headers, Callers.of(request));
            if (deadline != null) {
                expire(context, reader, deadline, out);
            }
            Pump.start(reader, exchange, out);
        } catch (ResultFailure e) {
            exchange.failed(e);
        } catch (RuntimeException | Error e) {
            exchange.failed(new ResultFailure(Reason.INTERNAL, "defect: " + e, e));
            throw e;
        }
    }

    private static ResultFailure unreadable(@Nullable Throwable cause) {
        if (cause != null && Exceptions.peel(cause) instanceof ContentTooLargeException) {
            return new ResultFailure(
                    Reason.VALUE_TOO_LARGE,
                    "request: too large (expected: at most " + Port.MAX_REQUEST_BYTES + " bytes)");
        }
        return new ResultFailure(Reason.CANCELLED, "request: it did not arrive: " + cause);
    }

    private static void expire(ServiceRequestContext context, FrameReader reader, Duration deadline, Outbound out) {
        var timer = context.eventLoop()
                .schedule(() -> reader.cancel(Reason.DEADLINE_EXCEEDED), deadline.toNanos(), TimeUnit.NANOSECONDS);
        out.whenOver(() -> timer.cancel(false));
    }
}
