package dev.spillway.wire.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.v1.ErrorReason;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureCodecTest {
    @ParameterizedTest
    @EnumSource(Reason.class)
    void comesBackAsItWas(Reason reason) throws InvalidProtocolBufferException {
        ResultFailure failure = new ResultFailure(reason, "row 7: caf\u00E9").retryAfter(Duration.ofMillis(1_234));
        Status status = Status.parseFrom(FailureCodec.toStatus(failure).toByteArray());
        assertEquals(reason.grpcCode(), status.getCode());
        ResultFailure back = FailureCodec.toFailure(status, Reason.INTERNAL);
        assertEquals(reason, back.reason());
        assertEquals("row 7: caf\u00E9", back.text());
        assertEquals(Optional.of(Duration.ofMillis(1_234)), back.retryAfter());
    }

    @Test
    void saysNothingOfRetriesWhereWaitingDoesNotHelp() {
        Status status = FailureCodec.toStatus(new ResultFailure(Reason.UNKNOWN_STREAM, "x"));
        assertEquals(1, status.getDetailsCount());
        assertEquals(
                Optional.empty(),
                FailureCodec.toFailure(status, Reason.INTERNAL).retryAfter());
    }

    @Test
    void takesTheGivenReasonWhereThereIsNoneOfOurs() {
        for (Any detail : new Any[] {
            Any.pack(ErrorInfo.newBuilder().setDomain("other").setReason("BUSY").build()),
            Any.pack(ErrorInfo.newBuilder()
                    .setDomain("spillway")
                    .setReason("NEWER")
                    .build()),
            Any.pack(Status.getDefaultInstance()),
            Any.newBuilder()
                    .setTypeUrl("type.googleapis.com/google.rpc.ErrorInfo")
                    .setValue(ByteString.copyFromUtf8("\u0007"))
                    .build(),
            Any.pack(RetryInfo.newBuilder()
                    .setRetryDelay(com.google.protobuf.Duration.newBuilder()
                            .setSeconds(Long.MAX_VALUE)
                            .setNanos(Integer.MAX_VALUE))
                    .build())
        }) {
            Status status =
                    Status.newBuilder().setMessage("text").addDetails(detail).build();
            ResultFailure failure = FailureCodec.toFailure(status, Reason.UNAVAILABLE);
            assertEquals(Reason.UNAVAILABLE, failure.reason());
            assertEquals("text", failure.text());
            assertEquals(Optional.empty(), failure.retryAfter());
        }
    }

    @Test
    void reasonsAreThoseOfTheSpecification() {
        TreeSet<String> specified =
                Arrays.stream(ErrorReason.values()).map(Enum::name).collect(Collectors.toCollection(TreeSet::new));
        specified.remove("ERROR_REASON_UNSPECIFIED");
        specified.remove("UNRECOGNIZED");
        assertEquals(
                specified,
                Arrays.stream(Reason.values()).map(Enum::name).collect(Collectors.toCollection(TreeSet::new)));
    }
}
