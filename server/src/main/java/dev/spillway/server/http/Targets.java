package dev.spillway.server.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.spillway.render.Format;
import dev.spillway.render.Rendition;
import dev.spillway.server.http.Target.Wanted;
import dev.spillway.wire.Query;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.ResumeToken;
import dev.spillway.wire.Slice;
import dev.spillway.wire.Start;
import dev.spillway.wire.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Understands the URLs of data: what is read, and as what. */
final class Targets {
    /** Options of the API itself; no parameter has such a name. */
    private static final String AS = "as";

    private static final String TOKEN = "token";
    private static final String FROM_ROW = "from_row";

    private final Map<PathPattern, Trigger> triggers = new LinkedHashMap<>();

    Targets(List<Trigger> triggers) {
        triggers.forEach(trigger -> this.triggers.put(new PathPattern(trigger.path()), trigger));
    }

    /**
     * What a URL asks for; empty if it is none of a stream or a trigger.
     *
     * @throws ResultFailure it is one, and cannot be understood
     */
    Optional<Target> ofStream(ServiceRequestContext context, HttpRequest request) throws ResultFailure {
        String path = context.path();
        Map<String, String> options = QueryString.parse(context.query());
        if (path.startsWith(HttpApi.STREAMS + "/")) {
            String name = path.substring(HttpApi.STREAMS.length() + 1);
            int dot = name.lastIndexOf('.');
            Format format = dot < 0 ? accepted(request) : named(name.substring(dot + 1));
            String stream = QueryString.decode(dot < 0 ? name : name.substring(0, dot), false);
            return Optional.of(target(stream, format, Map.of(), Optional.empty(), options, request));
        }
        for (Map.Entry<PathPattern, Trigger> each : triggers.entrySet()) {
            Optional<Map<String, String>> parameters = each.getKey().match(path);
            if (parameters.isPresent()) {
                Trigger trigger = each.getValue();
                return Optional.of(
                        target(trigger.stream(), trigger.format(), parameters.get(), trigger.tee(), options, request));
            }
        }
        return Optional.empty();
    }

    private static Target target(
            String stream,
            Format format,
            Map<String, String> fromPath,
            Optional<Path> tee,
            Map<String, String> options,
            HttpRequest request)
            throws ResultFailure {
        for (String each : List.of(TOKEN, FROM_ROW)) {
            if (options.containsKey(each)) {
                throw new ResultFailure(
                        Reason.INVALID_PARAMETER, each + ": of a stream (expected: of " + HttpApi.RESULTS + "ID)");
            }
        }
        Rendition rendition = Rendition.take(format, options);
        String as = options.remove(AS);
        Query query = query(stream, fromPath, options);
        if (as == null) {
            return new Target(new Wanted.Fresh(query), representation(rendition, request, false), tee);
        }
        int length = as.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > Query.MAX_REQUEST_ID_BYTES) {
            throw new ResultFailure(
                    Reason.INVALID_PARAMETER,
                    AS + ": " + length + " bytes (expected: 1 to " + Query.MAX_REQUEST_ID_BYTES + ")");
        }
        return new Target(new Wanted.Named(query.withRequestId(as)), representation(rendition, request, true), tee);
    }

    /** {@code ID} or {@code ID.FORMAT}: a name, a dot, and the rest of an id. */
    static Target ofResult(String rest, ServiceRequestContext context, HttpRequest request) throws ResultFailure {
        int dot = rest.indexOf('.', rest.indexOf('.') + 1);
        Format format = dot < 0 ? accepted(request) : named(rest.substring(dot + 1));
        ResultId id = resultId(dot < 0 ? rest : rest.substring(0, dot));
        Map<String, String> options = QueryString.parse(context.query());
        Rendition rendition = Rendition.take(format, options);
        String token = options.remove(TOKEN);
        String fromRow = options.remove(FROM_ROW);
        if (!options.isEmpty()) {
            throw new ResultFailure(
                    Reason.INVALID_PARAMETER,
                    "option: " + String.join(", ", options.keySet()) + " (expected: " + TOKEN + ", " + FROM_ROW
                            + " or int64)");
        }
        if (token != null && fromRow != null) {
            throw new ResultFailure(Reason.INVALID_PARAMETER, FROM_ROW + ": " + fromRow + " with a token");
        }
        if (token == null && fromRow == null) {
            return new Target(new Wanted.Known(id), representation(rendition, request, true), Optional.empty());
        }
        Wanted wanted = token == null
                ? new Wanted.Rest(id, new Start.Row(id, row(String.valueOf(fromRow))), Part.ROWS)
                : new Wanted.Rest(id, new Start.Token(token(token, id)), Part.REST);
        return new Target(wanted, representation(rendition, request, false), Optional.empty());
    }

    private static long row(String text) throws ResultFailure {
        if (!text.matches("[0-9]{1,18}")) {
            throw new ResultFailure(
                    Reason.INVALID_PARAMETER, FROM_ROW + ": " + text + " (expected: rows to skip, 0 or more)");
        }
        return Long.parseLong(text);
    }

    private static Slice token(String text, ResultId id) throws ResultFailure {
        Slice bytes = ResumeToken.fromText(text);
        ResumeToken token = ResumeToken.of(bytes);
        if (!token.result().equals(id)) {
            throw new ResultFailure(
                    Reason.INVALID_TOKEN, "resume token: of " + token.result() + " (expected: of " + id + ")");
        }
        if (token.intoRow() > 0) {
            throw new ResultFailure(
                    Reason.INVALID_TOKEN,
                    "resume token: " + token.intoRow() + " bytes into a row (expected: a place between two rows)");
        }
        return bytes;
    }

    private static Format accepted(HttpRequest request) throws ResultFailure {
        return FormatChoice.of(request.headers().getAll(HttpHeaderNames.ACCEPT));
    }

    private static Format named(String extension) throws ResultFailure {
        return Format.named(extension)
                .orElseThrow(() -> new ResultFailure(
                        Reason.NOT_FOUND, "format: " + extension + " (expected: one of " + FormatChoice.all() + ")"));
    }

    /** @param isToGoOn whether a reader may come back for the bytes that it has not: no coding then, unless it insists */
    private static Representation representation(Rendition rendition, HttpRequest request, boolean isToGoOn)
            throws ResultFailure {
        List<String> encodings = request.headers().getAll(HttpHeaderNames.ACCEPT_ENCODING);
        return new Representation(
                rendition,
                isToGoOn ? Coding.identityIn(encodings) : Coding.of(encodings),
                WantedDigest.isSha256In(request.headers().getAll(WantedDigest.HEADER)));
    }

    private static Query query(String stream, Map<String, String> fromPath, Map<String, String> fromQuery)
            throws ResultFailure {
        Map<String, Value> parameters = new LinkedHashMap<>();
        fromPath.forEach((name, text) -> parameters.put(name, new Value.Text(text)));
        for (Map.Entry<String, String> each : fromQuery.entrySet()) {
            if (parameters.put(each.getKey(), new Value.Text(each.getValue())) != null) {
                throw new ResultFailure(
                        Reason.INVALID_PARAMETER, each.getKey() + ": given twice (expected: at most once)");
            }
        }
        return new Query(stream, parameters);
    }

    /** The id in a path. */
    static ResultId resultId(String text) throws ResultFailure {
        try {
            return ResultId.parse(QueryString.decode(text, false));
        } catch (IllegalArgumentException e) {
            throw new ResultFailure(Reason.UNKNOWN_RESULT, String.valueOf(e.getMessage()), e);
        }
    }
}
