package dev.spillway.server.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.List;

/** Lets scripts of web pages read answers, if the page is of one of these origins (CORS, in the Fetch standard). */
final class Cors implements HttpService {
    private static final String ANY = "*";
    private static final String EXPOSED = String.join(", ", Representation.EXPOSED);
    private static final int PREFLIGHT_SECONDS = 3_600;

    private final HttpService api;
    private final List<String> origins;

    /** @param origins as browsers send them, or only {@code *} */
    Cors(HttpService api, List<String> origins) {
        this.api = api;
        this.origins = origins;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
        boolean isAny = origins.contains(ANY);
        if (!isAny) {
            // In place of a response's own: with or without an Origin, it could have been another one.
            context.setAdditionalResponseHeader(HttpHeaderNames.VARY, Representation.VARY + ", Origin");
        }
        String origin = request.headers().get(HttpHeaderNames.ORIGIN);
        if (origin == null || !(isAny || origins.contains(origin))) {
            return api.serve(context, request);
        }
        context.setAdditionalResponseHeader(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, isAny ? ANY : origin);
        if (request.method() == HttpMethod.OPTIONS
                && request.headers().contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD)) {
            return HttpResponse.of(ResponseHeaders.builder(HttpStatus.NO_CONTENT)
                    .add(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD")
                    .add(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, ANY)
                    .addInt(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS)
                    .build());
        }
        context.setAdditionalResponseHeader(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        return api.serve(context, request);
    }
}
