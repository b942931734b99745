package dev.spillway.wire.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.wire.Position;
import dev.spillway.wire.Query;
import dev.spillway.wire.ReadSpec;
import dev.spillway.wire.Reason;
import dev.spillway.wire.Replay;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.ResultInfo;
import dev.spillway.wire.ResultState;
import dev.spillway.wire.Slice;
import dev.spillway.wire.Start;
import dev.spillway.wire.Value;
import dev.spillway.wire.v1.ReadRequest;
import dev.spillway.wire.v1.Result;
import dev.spillway.wire.v1.RowStart;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestCodecTest {
    private static final ResultId ID = ResultId.create("origin");

    static Stream<ReadSpec> specs() {
        return Stream.of(
                ReadSpec.of(new Query("books", Map.of("n", new Value.Int64(7)), "a request")),
                new ReadSpec(new Start.Token(Slice.of(new byte[] {1, 2, 3})), 5, 0),
                new ReadSpec(new Start.Row(ID, Long.MAX_VALUE), 0, Long.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void comesBackAsItWas(ReadSpec spec) throws Exception {
        assertEquals(
                spec,
                RequestCodec.spec(
                        ReadRequest.parseFrom(RequestCodec.toMessage(spec).toByteArray())));
    }

    static Stream<ReadRequest> refused() {
        ReadRequest whole = RequestCodec.toMessage(ReadSpec.of(new Query("books", Map.of())));
        return Stream.of(
                ReadRequest.getDefaultInstance(),
                whole.toBuilder().setMaxRows(-1).build(),
                whole.toBuilder().setMaxBytes(-1).build(),
                RequestCodec.toMessage(ReadSpec.of(new Query("books", Map.of(), "é".repeat(65)))),
                ReadRequest.newBuilder()
                        .setRow(RowStart.newBuilder().setResultId(ID.text()).setRow(-1))
                        .build(),
                ReadRequest.newBuilder()
                        .setRow(RowStart.newBuilder().setResultId("nothing"))
                        .build());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatBreaksTheSpecificationIsRefused(ReadRequest request) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> RequestCodec.spec(request));
        assertTrue(String.valueOf(refused.getMessage()).contains("expected:"));
    }

    @Test
    void whatIsKnownOfAResultComesBackAsItWas() throws Exception {
        Instant expiry = Instant.parse("2026-01-31T12:00:00.25Z");
        ResultInfo running = new ResultInfo(
                ID,
                "books",
                ResultState.RUNNING,
                new Position(70, 7, 0x77),
                Replay.LOG,
                OptionalLong.of(9),
                Optional.of(expiry),
                Optional.empty());
        assertEquals(running, back(running));
        ResultInfo failed = new ResultInfo(
                ID,
                "books",
                ResultState.FAILED,
                Position.START,
                Replay.SOURCE,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.of(new ResultFailure(Reason.SOURCE_LOST, "it died")));
        ResultFailure failure = back(failed).failure().orElseThrow();
        assertEquals(Reason.SOURCE_LOST, failure.reason());
        assertEquals("it died", failure.text());
    }

    private static ResultInfo back(ResultInfo info) throws Exception {
        return DescriptionCodec.result(
                Result.parseFrom(DescriptionCodec.toMessage(info).toByteArray()));
    }
}
