package dev.spillway.server.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.spillway.server.net.Outbound;
import dev.spillway.wire.Caller;
import dev.spillway.wire.Outlook;
import dev.spillway.wire.Reason;
import dev.spillway.wire.RenderingInfo;
import dev.spillway.wire.RenderingSpec;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.ResultState;
import dev.spillway.wire.Results;
import dev.spillway.wire.Slice;
import java.time.Duration;
import java.util.Optional;

/**
 * What a result is answered with that is known to the request: its conditions (RFC 9110, section 13) and its {@code Range}
 * (section 14) count. Range is served in identity coding.
 */
final class KeptAnswer {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final Results results;
    private final Duration patience;
    private final ResultId result;
    private final Representation representation;
    private final Caller caller;
    private final Outbound out;

    /** @param patience for how long a request waits until a running result is complete and measured */
    KeptAnswer(
            Results results,
            Duration patience,
            ResultId result,
            Representation representation,
            Caller caller,
            Outbound out) {
        this.results = results;
        this.patience = patience;
        this.result = result;
        this.representation = representation;
        this.caller = caller;
        this.out = out;
    }

    /** Answers the request; false if it is to be answered with all of the result. */
    boolean to(HttpRequest request) throws ResultFailure {
        RequestHeaders headers = request.headers();
        EntityTag tag = EntityTag.of(result, representation.rendition());
        boolean isPlain = representation.coding() == Coding.IDENTITY;
        if (isPlain && answerConditions(headers, tag)) {
            return true;
        }
        if (request.method() == HttpMethod.HEAD) {
            head(isPlain);
            return true;
        }
        Optional<String> range = ByteRanges.in(headers);
        String ifRange = headers.get(HttpHeaderNames.IF_RANGE);
        return isPlain && range.isPresent() && (ifRange == null || tag.isThatOf(ifRange)) && range(range.get());
    }

    private boolean answerConditions(RequestHeaders headers, EntityTag tag) throws ResultFailure {
        boolean ifMatch = headers.contains(HttpHeaderNames.IF_MATCH);
        boolean ifNoneMatch = headers.contains(HttpHeaderNames.IF_NONE_MATCH);
        if (!ifMatch && !ifNoneMatch) {
            return false;
        }
        var _ = results.get(result, caller);
        if (ifMatch && !tag.isStronglyIn(headers.getAll(HttpHeaderNames.IF_MATCH))) {
            throw notThatOne(headers.getAll(HttpHeaderNames.IF_MATCH).toString(), tag.text());
        }
        if (ifNoneMatch && tag.isWeaklyIn(headers.getAll(HttpHeaderNames.IF_NONE_MATCH))) {
            out.respond(representation.notModified(result), Slice.EMPTY);
            return true;
        }
        return false;
    }

    /** The failure of a condition that does not hold. */
    static ResultFailure notThatOne(String ifMatch, String expected) {
        return new ResultFailure(Reason.PRECONDITION_FAILED, "If-Match: " + ifMatch + " (expected: " + expected + ")");
    }

    /** With the length, for which it waits: who asks before going on would begin anew without it. */
    private void head(boolean isPlain) throws ResultFailure {
        ResponseHeaders headers = representation.headers(result);
        if (!isPlain) {
            var _ = results.get(result, caller);
            out.respond(headers, Slice.EMPTY);
            return;
        }
        try {
            Optional<RenderingInfo> measured = measured(spec());
            if (measured.isEmpty()) {
                return;
            }
            RenderingInfo info = measured.get();
            headers = representation
                    .headers(HttpStatus.OK, result, info)
                    .setLong(HttpHeaderNames.CONTENT_LENGTH, info.size())
                    .build();
        } catch (ResultFailure e) {
            if (e.reason() != Reason.UNAVAILABLE || results.get(result, caller).state() != ResultState.RUNNING) {
                throw e;
            }
        }
        out.respond(headers, Slice.EMPTY);
    }

    private boolean range(String set) throws ResultFailure {
        RenderingSpec spec = spec();
        Optional<RenderingInfo> measured = measured(spec);
        if (measured.isEmpty()) {
            return true;
        }
        RenderingInfo info = measured.get();
        switch (ByteRanges.of(set, info.size())) {
            case ByteRanges.All _ -> {
                return false;
            }
            case ByteRanges.None _ -> {
                Problem problem = Problem.of(
                        HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
                        Reason.OUT_OF_RANGE.name(),
                        "Range: bytes=" + set + " (expected: bytes of " + info.size() + ")");
                ResponseHeaders headers = problem.headers().toBuilder()
                        .set(HttpHeaderNames.CONTENT_RANGE, "bytes */" + info.size())
                        .build();
                out.respond(headers, problem.body());
            }
            case ByteRanges.Some some ->
                new RangedAnswer(results, spec, info, some.ranges(), representation, caller, out).start();
        }
        return true;
    }

    private RenderingSpec spec() {
        return new RenderingSpec(
                result,
                representation.rendition().format().toString(),
                representation.rendition().options(),
                Optional.empty(),
                representation.sha256());
    }

    /**
     * Length and checksums; waits for them. Empty, and answered with 410, if the result failed: whoever goes on with it should
     * not try again.
     */
    private Optional<RenderingInfo> measured(RenderingSpec spec) throws ResultFailure {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return Optional.of(results.rendering(spec, caller));
            } catch (ResultFailure e) {
                if (Outlook.of(e.reason()) == Outlook.OVER) {
                    Problem.of(HttpStatus.GONE, e.reason().name(), e.text()).sendTo(out);
                    return Optional.empty();
                }
                boolean mayPass = e.reason() == Reason.UNAVAILABLE
                        && e.retryAfter().isPresent()
                        && System.nanoTime() - deadline < 0;
                if (!mayPass) {
                    throw e;
                }
                sleep(e);
            }
        }
    }

    private static void sleep(ResultFailure before) throws ResultFailure {
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw before;
        }
    }
}
