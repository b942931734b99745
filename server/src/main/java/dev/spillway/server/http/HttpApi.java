package dev.spillway.server.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.spillway.server.net.Callers;
import dev.spillway.server.net.Outbound;
import dev.spillway.wire.Caller;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultInfo;
import dev.spillway.wire.Results;
import dev.spillway.wire.Slice;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that is answered over HTTP. Each request has a virtual thread, so that {@link Results} may be far away. */
final class HttpApi implements HttpService {
    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
    static final String STREAMS = "/v1/streams";
    static final String RESULTS = "/v1/results/";
    private static final String STATUS = "/status";

    private final GatewaySettings settings;
    private final Results results;
    private final Targets targets;

    HttpApi(GatewaySettings settings, Results results) {
        this.settings = settings;
        this.results = results;
        this.targets = new Targets(settings.triggers());
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        HttpResponseWriter writer = HttpResponse.streaming();
        Outbound out = new Outbound(writer);
        Thread.ofVirtual().name("http").start(() -> {
            try {
                answer(context, request, out);
            } catch (ResultFailure e) {
                Problem.of(e).sendTo(out);
            } catch (RuntimeException | Error e) {
                LOG.error("defect at {}", context.path(), e);
                Problem.of(new ResultFailure(Reason.INTERNAL, "defect: " + e, e))
                        .sendTo(out);
            }
        });
        return writer;
    }

    private void answer(ServiceRequestContext context, HttpRequest request, Outbound out) throws ResultFailure {
        Caller caller = Callers.of(request);
        String path = context.path();
        switch (path) {
            case "/" -> {
                requireRead(request);
                respond(out, "text/html; charset=utf-8", StreamList.html(results.streams(caller), settings.triggers()));
            }
            case STREAMS -> {
                requireRead(request);
                respond(out, "application/json", StreamList.json(results.streams(caller)));
            }
            case "/healthz" -> {
                requireRead(request);
                respond(out, "text/plain; charset=utf-8", "ok\n".getBytes(StandardCharsets.UTF_8));
            }
            default -> {
                if (path.startsWith(RESULTS)) {
                    result(path.substring(RESULTS.length()), context, request, caller, out);
                } else {
                    Target target = targets.ofStream(context, request)
                            .orElseThrow(() -> new ResultFailure(
                                    Reason.NOT_FOUND, "path: " + path + " (expected: " + STREAMS + "/NAME.FORMAT)"));
                    requireRead(request);
                    data(target, context, request, caller, out);
                }
            }
        }
    }

    /** {@code ID/status}, {@code ID.FORMAT} or {@code ID}. */
    private void result(String rest, ServiceRequestContext context, HttpRequest request, Caller caller, Outbound out)
            throws ResultFailure {
        if (rest.endsWith(STATUS)) {
            requireRead(request);
            ResultInfo info = results.get(Targets.resultId(rest.substring(0, rest.length() - STATUS.length())), caller);
            respond(out, "application/json", ResultStatus.json(info));
        } else if (request.method() == HttpMethod.DELETE) {
            respond(out, "application/json", ResultStatus.json(results.cancel(Targets.resultId(rest), caller)));
        } else if (request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD) {
            data(Targets.ofResult(rest, context, request), context, request, caller, out);
        } else {
            throw new ResultFailure(
                            Reason.METHOD_NOT_ALLOWED,
                            "method: " + request.method() + " (expected: GET, HEAD or DELETE)")
                    .with(Map.of(Problem.ALLOW, "GET, HEAD, DELETE"));
        }
    }

    private static void requireRead(HttpRequest request) throws ResultFailure {
        if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
            throw new ResultFailure(
                    Reason.METHOD_NOT_ALLOWED, "method: " + request.method() + " (expected: GET or HEAD)");
        }
    }

    private static void respond(Outbound out, String mediaType, byte[] body) {
        out.respond(
                ResponseHeaders.builder(HttpStatus.OK)
                        .add(HttpHeaderNames.CONTENT_TYPE, mediaType)
                        .add(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
                        .build(),
                Slice.of(body));
    }

    private void data(Target target, ServiceRequestContext context, HttpRequest request, Caller caller, Outbound out)
            throws ResultFailure {
        new DataAnswer(results, settings.commitAfter(), context.eventLoop(), target, request, caller, out).send();
    }
}
