package dev.spillway.wire.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.Content;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.ParameterType;
import dev.spillway.wire.Query;
import dev.spillway.wire.Replay;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Slice;
import dev.spillway.wire.StreamInfo;
import dev.spillway.wire.Value;
import dev.spillway.wire.v1.ParameterInfo;
import dev.spillway.wire.v1.ParameterValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DescriptionCodecTest {
    private static final Map<String, Value> VALUES = Map.of(
            "int64", new Value.Int64(Long.MIN_VALUE),
            "uint64", new Value.Uint64(-1),
            "float64", new Value.Float64(-0.0),
            "text", new Value.Text("caf\u00E9 \uD83D\uDE00"),
            "bool", new Value.Bool(true),
            "binary", new Value.Binary(Slice.of(new byte[] {0, -1, 7}, 1, 2)),
            "list", new Value.ListOf(List.of(new Value.Int64(0), new Value.ListOf(List.of()), new Value.Text(""))));

    @Test
    void aQueryComesBackAsItWas() throws InvalidProtocolBufferException {
        Query query = new Query("books", VALUES);
        assertEquals(query, DescriptionCodec.query(reparsed(DescriptionCodec.toMessage(query))));
        Query none = new Query("", Map.of());
        assertEquals(none, DescriptionCodec.query(reparsed(DescriptionCodec.toMessage(none))));
    }

    @Test
    void valuesReadAsTheyAreWritten() {
        assertEquals("-9223372036854775808", String.valueOf(VALUES.get("int64")));
        assertEquals("18446744073709551615", String.valueOf(VALUES.get("uint64")));
        assertEquals("[0, [], ]", String.valueOf(VALUES.get("list")));
    }

    @Test
    void aParameterWithoutAValueIsRefusedByName() {
        dev.spillway.wire.v1.Query message = dev.spillway.wire.v1.Query.newBuilder()
                .setStream("books")
                .putParameters("shelf", ParameterValue.getDefaultInstance())
                .build();
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> DescriptionCodec.query(message));
        assertEquals("shelf: no value (expected: exactly one kind set)", refusal.getMessage());
    }

    @ParameterizedTest
    @EnumSource(Replay.class)
    void aStreamOfBytesComesBackAsItWas(Replay replay) throws InvalidProtocolBufferException {
        List<Parameter> parameters = new ArrayList<>();
        for (ParameterType type : ParameterType.values()) {
            parameters.add(new Parameter(
                    type.toString(), type, new Value.Int64(1), Optional.of(new Value.Int64(0)), Optional.empty()));
        }
        parameters.add(new Parameter(
                "last",
                ParameterType.DOUBLE,
                new Value.Float64(1),
                Optional.empty(),
                Optional.of(new Value.Float64(2))));
        StreamInfo stream = new StreamInfo(
                "archive", parameters, new Content.Bytes("text/csv", OptionalLong.of(5), "\"a\""), replay);
        assertEquals(stream, DescriptionCodec.stream(reparsed(DescriptionCodec.toMessage(stream))));
    }

    @Test
    void aStreamOfRowsCarriesItsSchema() throws InvalidProtocolBufferException {
        RowSchema schema = RowSchema.derive("Book")
                .column("id", ColumnKind.INT32)
                .column("at", ColumnKind.TIMESTAMP)
                .build();
        StreamInfo stream = new StreamInfo("books", List.of(), new Content.Rows(schema), Replay.NONE);
        StreamInfo back = DescriptionCodec.stream(reparsed(DescriptionCodec.toMessage(stream)));
        assertEquals(
                schema.columns().toString(),
                assertInstanceOf(Content.Rows.class, back.content())
                        .schema()
                        .columns()
                        .toString());
    }

    @Test
    void aStreamOfSomeColumnsOfAMessageSaysWhich() throws InvalidProtocolBufferException {
        RowSchema schema = RowSchema.of(dev.spillway.wire.v1.Frame.getDescriptor())
                .only(List.of("sequence", "header.result_id", "chunk.data"));
        StreamInfo stream = new StreamInfo("frames", List.of(), new Content.Rows(schema), Replay.NONE);
        StreamInfo back = DescriptionCodec.stream(reparsed(DescriptionCodec.toMessage(stream)));
        assertEquals(
                schema.toString(),
                assertInstanceOf(Content.Rows.class, back.content()).schema().toString());
    }

    @Test
    void aStreamThatBreaksTheSpecificationIsRefused() {
        dev.spillway.wire.v1.StreamInfo good = DescriptionCodec.toMessage(
                new StreamInfo("archive", List.of(), new Content.Bytes("", OptionalLong.empty(), ""), Replay.SOURCE));
        for (dev.spillway.wire.v1.StreamInfo broken : List.of(
                good.toBuilder().clearReplay().build(),
                good.toBuilder().clearBytes().build(),
                good.toBuilder()
                        .addParameters(ParameterInfo.newBuilder().setName("a"))
                        .build())) {
            assertThrows(IllegalArgumentException.class, () -> DescriptionCodec.stream(broken));
        }
    }

    private static dev.spillway.wire.v1.Query reparsed(dev.spillway.wire.v1.Query message)
            throws InvalidProtocolBufferException {
        return dev.spillway.wire.v1.Query.parseFrom(message.toByteArray());
    }

    private static dev.spillway.wire.v1.StreamInfo reparsed(dev.spillway.wire.v1.StreamInfo message)
            throws InvalidProtocolBufferException {
        return dev.spillway.wire.v1.StreamInfo.parseFrom(message.toByteArray());
    }
}
