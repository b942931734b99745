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
import dev.spillway.render.Format;
import dev.spillway.render.Int64As;
import dev.spillway.server.net.Callers;
import dev.spillway.server.net.Outbound;
import dev.spillway.server.net.Pump;
import dev.spillway.wire.Caller;
import dev.spillway.wire.Query;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.ResultInfo;
import dev.spillway.wire.Results;
import dev.spillway.wire.Slice;
import dev.spillway.wire.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that is answered over HTTP. Each request has a virtual thread, so that {@link Results} may be far away. */
final class HttpApi implements HttpService {
    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
    private static final String STREAMS = "/v1/streams";
    private static final String RESULTS = "/v1/results/";
    private static final String STATUS = "/status";
    private static final String INT64 = "int64";
    /** Options of the API itself; no parameter has such a name. They need a result log. */
    private static final Set<String> LOG_OPTIONS = Set.of("as", "token", "from_row");

    private final GatewaySettings settings;
    private final Results results;
    private final Map<PathPattern, Trigger> triggers = new LinkedHashMap<>();

    HttpApi(GatewaySettings settings, Results results) {
        this.settings = settings;
        this.results = results;
        settings.triggers().forEach(trigger -> triggers.put(new PathPattern(trigger.path()), trigger));
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        HttpResponseWriter writer = HttpResponse.streaming();
        Outbound out = new Outbound(writer);
        Thread.ofVirtual().name("http").start(() -> {
            try {
                answer(context, request, out);
            } catch (ResultFailure e) {
                refuse(out, e);
            } catch (RuntimeException | Error e) {
                LOG.error("defect at {}", context.path(), e);
                refuse(out, new ResultFailure(Reason.INTERNAL, "defect: " + e, e));
            }
        });
        return writer;
    }

    private static void refuse(Outbound out, ResultFailure failure) {
        Problem problem = Problem.of(failure);
        out.respond(problem.headers(), problem.body());
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
                    result(path.substring(RESULTS.length()), request, caller, out);
                } else {
                    data(target(context, request), context.eventLoop(), request, caller, out);
                }
            }
        }
    }

    /** {@code ID/status}, or {@code ID} to delete. */
    private void result(String rest, HttpRequest request, Caller caller, Outbound out) throws ResultFailure {
        if (rest.endsWith(STATUS)) {
            requireRead(request);
            ResultInfo info = results.get(resultId(rest.substring(0, rest.length() - STATUS.length())), caller);
            respond(out, "application/json", ResultStatus.json(info));
            return;
        }
        if (request.method() == HttpMethod.DELETE) {
            respond(out, "application/json", ResultStatus.json(results.cancel(resultId(rest), caller)));
            return;
        }
        throw new ResultFailure(
                request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD
                        ? Reason.UNIMPLEMENTED
                        : Reason.METHOD_NOT_ALLOWED,
                "method: " + request.method() + " (expected: GET " + RESULTS + "ID" + STATUS + ", DELETE " + RESULTS
                        + "ID)");
    }

    private static ResultId resultId(String text) throws ResultFailure {
        try {
            return ResultId.parse(QueryString.decode(text, false));
        } catch (IllegalArgumentException e) {
            throw new ResultFailure(Reason.UNKNOWN_RESULT, String.valueOf(e.getMessage()), e);
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

    /** What a URL asks for. */
    private record Target(Query query, Representation representation, Optional<Path> tee) {}

    private Target target(ServiceRequestContext context, HttpRequest request) throws ResultFailure {
        String path = context.path();
        Map<String, String> options = QueryString.parse(context.query());
        if (path.startsWith(STREAMS + "/")) {
            requireRead(request);
            String name = path.substring(STREAMS.length() + 1);
            int dot = name.lastIndexOf('.');
            Format format = dot < 0
                    ? FormatChoice.of(request.headers().getAll(HttpHeaderNames.ACCEPT))
                    : named(name.substring(dot + 1));
            String stream = QueryString.decode(dot < 0 ? name : name.substring(0, dot), false);
            Representation representation = representation(format, options, request);
            return new Target(query(stream, Map.of(), options), representation, Optional.empty());
        }
        for (Map.Entry<PathPattern, Trigger> each : triggers.entrySet()) {
            Optional<Map<String, String>> parameters = each.getKey().match(path);
            if (parameters.isPresent()) {
                requireRead(request);
                Trigger trigger = each.getValue();
                Representation representation = representation(trigger.format(), options, request);
                return new Target(query(trigger.stream(), parameters.get(), options), representation, trigger.tee());
            }
        }
        throw new ResultFailure(Reason.NOT_FOUND, "path: " + path + " (expected: " + STREAMS + "/NAME.FORMAT)");
    }

    private static Format named(String extension) throws ResultFailure {
        return Format.named(extension)
                .orElseThrow(() -> new ResultFailure(
                        Reason.NOT_FOUND, "format: " + extension + " (expected: one of " + FormatChoice.all() + ")"));
    }

    /** Takes what speaks of it from the options. */
    private static Representation representation(Format format, Map<String, String> options, HttpRequest request)
            throws ResultFailure {
        String given = options.remove(INT64);
        Int64As int64 = given == null ? Int64As.NUMBER : int64(given);
        if (int64 == Int64As.STRING && !format.isJson()) {
            throw new ResultFailure(
                    Reason.INVALID_PARAMETER,
                    INT64 + ": " + given + " with " + format + " (expected: with ndjson, json)");
        }
        return new Representation(format, int64, Coding.of(request.headers().getAll(HttpHeaderNames.ACCEPT_ENCODING)));
    }

    private static Int64As int64(String name) throws ResultFailure {
        return Int64As.named(name)
                .orElseThrow(() -> new ResultFailure(
                        Reason.INVALID_PARAMETER, INT64 + ": " + name + " (expected: number, string)"));
    }

    private static Query query(String stream, Map<String, String> fromPath, Map<String, String> fromQuery)
            throws ResultFailure {
        Map<String, Value> parameters = new LinkedHashMap<>();
        fromPath.forEach((name, text) -> parameters.put(name, new Value.Text(text)));
        for (Map.Entry<String, String> each : fromQuery.entrySet()) {
            if (LOG_OPTIONS.contains(each.getKey())) {
                throw new ResultFailure(Reason.UNIMPLEMENTED, each.getKey() + ": this server does not have it yet");
            }
            if (parameters.put(each.getKey(), new Value.Text(each.getValue())) != null) {
                throw new ResultFailure(
                        Reason.INVALID_PARAMETER, each.getKey() + ": given twice (expected: at most once)");
            }
        }
        return new Query(stream, parameters);
    }

    private void data(Target target, ScheduledExecutorService timer, HttpRequest request, Caller caller, Outbound out)
            throws ResultFailure {
        if (request.method() == HttpMethod.HEAD) {
            var _ = results.stream(target.query().stream(), caller);
            out.respond(target.representation().headers(), Slice.EMPTY);
            return;
        }
        RenderExchange exchange = new RenderExchange(target.representation(), out, target.tee());
        Pump.start(results.read(target.query(), caller), exchange, out);
        var commit = timer.schedule(exchange::commit, settings.commitAfter().toNanos(), TimeUnit.NANOSECONDS);
        out.whenOver(() -> commit.cancel(false));
    }
}
