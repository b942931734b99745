package dev.spillway.wire.codec;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import java.time.Duration;
import java.util.Map;

/** Failures as {@code google.rpc.Status} with {@code ErrorInfo}, and {@code RetryInfo} where waiting helps. */
public final class FailureCodec {
    private static final String DOMAIN = "spillway";

    private FailureCodec() {}

    public static Status toStatus(ResultFailure failure) {
        Status.Builder status = Status.newBuilder()
                .setCode(failure.reason().grpcCode())
                .setMessage(failure.text())
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setDomain(DOMAIN)
                        .setReason(failure.reason().name())
                        .putAllMetadata(failure.details())
                        .build()));
        failure.retryAfter()
                .ifPresent(delay -> status.addDetails(Any.pack(RetryInfo.newBuilder()
                        .setRetryDelay(ProtoDuration.of(delay))
                        .build())));
        return status.build();
    }

    /**
     * The failure of a status that is not OK.
     *
     * @param otherwise the reason, if the status has none of ours
     */
    public static ResultFailure toFailure(Status status, Reason otherwise) {
        Reason reason = otherwise;
        Duration retryAfter = null;
        Map<String, String> facts = Map.of();
        try {
            for (Any detail : status.getDetailsList()) {
                if (detail.is(ErrorInfo.class)) {
                    ErrorInfo info = detail.unpack(ErrorInfo.class);
                    reason = reason(info, reason);
                    facts = info.getMetadataMap();
                } else if (detail.is(RetryInfo.class)) {
                    retryAfter =
                            ProtoDuration.toJava(detail.unpack(RetryInfo.class).getRetryDelay());
                }
            }
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            return new ResultFailure(reason, status.getMessage(), e);
        }
        ResultFailure failure = new ResultFailure(reason, status.getMessage()).with(facts);
        return retryAfter == null ? failure : failure.retryAfter(retryAfter);
    }

    private static Reason reason(ErrorInfo info, Reason otherwise) {
        if (info.getDomain().equals(DOMAIN)) {
            for (Reason each : Reason.values()) {
                if (each.name().equals(info.getReason())) {
                    return each;
                }
            }
        }
        return otherwise;
    }
}
