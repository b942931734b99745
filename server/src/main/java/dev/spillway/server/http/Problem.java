package dev.spillway.server.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import dev.spillway.server.net.Outbound;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A failure before the first byte: the true status and a problem document (RFC 9457). */
record Problem(ResponseHeaders headers, Slice body) {
    /** The detail of a METHOD_NOT_ALLOWED that names the methods of a path which has others than GET and HEAD. */
    static final String ALLOW = "allow";

    static final String MEDIA_TYPE = "application/problem+json";
    private static final JsonMapper JSON = JsonMapper.shared();

    static Problem of(ResultFailure failure) {
        Problem plain = of(
                HttpStatus.valueOf(failure.reason().httpStatus()),
                failure.reason().name(),
                failure.text());
        ResponseHeadersBuilder headers = plain.headers.toBuilder();
        failure.retryAfter()
                .map(Problem::wholeSeconds)
                .ifPresent(seconds -> headers.add(HttpHeaderNames.RETRY_AFTER, Long.toString(seconds)));
        if (failure.reason() == Reason.METHOD_NOT_ALLOWED) {
            headers.add(HttpHeaderNames.ALLOW, failure.details().getOrDefault(ALLOW, "GET, HEAD"));
        }
        return new Problem(headers.build(), plain.body);
    }

    static Problem of(HttpStatus status, String reason, String title) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("title", title);
        document.put("status", status.code());
        document.put("reason", reason);
        ResponseHeaders headers = ResponseHeaders.builder(status)
                .add(HttpHeaderNames.CONTENT_TYPE, MEDIA_TYPE)
                .add(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .build();
        return new Problem(
                headers,
                Slice.of((JSON.writeValueAsString(document) + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    /** Ends a response of which nothing was sent with this one. */
    void sendTo(Outbound out) {
        out.respond(headers, body);
    }

    private static long wholeSeconds(Duration duration) {
        return Math.max(1, duration.plusMillis(999).toSeconds());
    }
}
