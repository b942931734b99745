package dev.spillway.client;

import com.google.rpc.Status;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.codec.FailureCodec;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.protobuf.StatusProto;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a gRPC status that is not OK says, as a failure: the origin's own words, or those of the way to it. */
final class StatusFailure {
    /** What gRPC says where only the cause says something. */
    private static final String NOTHING_SAID = "io exception";

    /** What the transport puts around the words of the system: {@code finishConnect(..) failed with error(-111): }. */
    private static final Pattern AROUND =
            Pattern.compile("^\\w+\\(\\.\\.\\) failed with error\\(-?\\d+\\): |: [^ /]*/[^ ]+:\\d+$");

    private StatusFailure() {}

    /** @param target whom the call went to; named where the origin itself did not speak */
    static ResultFailure of(io.grpc.Status status, @Nullable Metadata trailers, String target) {
        Reason reason = reason(status.getCode());
        Status details = details(status, trailers);
        return details != null && details.getDetailsCount() > 0
                ? FailureCodec.toFailure(details, reason)
                : new ResultFailure(onTheWay(reason), target + ": " + text(status), status.asException());
    }

    /** An origin says why. Where it did not, a message that was cut and a stream that was reset are INTERNAL to gRPC. */
    private static Reason onTheWay(Reason reason) {
        return reason == Reason.INTERNAL ? Reason.UNAVAILABLE : reason;
    }

    private static @Nullable Status details(io.grpc.Status status, @Nullable Metadata trailers) {
        try {
            return trailers == null ? null : StatusProto.fromStatusAndTrailers(status, trailers);
        } catch (IllegalArgumentException e) {
            // Details of another status code than the status itself: not to be trusted.
            return null;
        }
    }

    private static String text(io.grpc.Status status) {
        String description = firstLine(status.getDescription());
        Throwable cause = status.getCause();
        String detail = cause == null ? "" : firstLine(cause.getMessage());
        if (description.isEmpty() || description.equals(NOTHING_SAID)) {
            return detail.isEmpty() ? status.getCode().name() : detail;
        }
        return detail.isEmpty() || description.contains(detail) ? description : description + " (" + detail + ")";
    }

    private static String firstLine(@Nullable String text) {
        String line = text == null ? "" : text.lines().findFirst().orElse("");
        return AROUND.matcher(line).replaceAll("");
    }

    private static Reason reason(Code code) {
        return switch (code) {
            case INVALID_ARGUMENT, FAILED_PRECONDITION, PERMISSION_DENIED, UNAUTHENTICATED -> Reason.INVALID_REQUEST;
            case DEADLINE_EXCEEDED -> Reason.DEADLINE_EXCEEDED;
            case NOT_FOUND -> Reason.NOT_FOUND;
            case ALREADY_EXISTS -> Reason.REQUEST_ID_TAKEN;
            case RESOURCE_EXHAUSTED -> Reason.BUSY;
            case ABORTED -> Reason.SOURCE_LOST;
            case OUT_OF_RANGE -> Reason.OUT_OF_RANGE;
            case UNIMPLEMENTED -> Reason.UNIMPLEMENTED;
            // This side asked for no cancel: it is how a server that stops resets its streams.
            case UNAVAILABLE, CANCELLED -> Reason.UNAVAILABLE;
            case DATA_LOSS -> Reason.DATA_LOSS;
            case OK, UNKNOWN, INTERNAL -> Reason.INTERNAL;
        };
    }
}
