package dev.spillway.wire.codec;

import com.google.protobuf.UnsafeByteOperations;
import dev.spillway.wire.ReadSpec;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.Slice;
import dev.spillway.wire.Start;
import dev.spillway.wire.v1.ReadRequest;
import dev.spillway.wire.v1.RowStart;

/** What a read asks for, as {@code spillway.v1.ReadRequest}. */
public final class RequestCodec {
    private RequestCodec() {}

    public static ReadRequest toMessage(ReadSpec spec) {
        ReadRequest.Builder message =
                ReadRequest.newBuilder().setMaxRows(spec.maxRows()).setMaxBytes(spec.maxBytes());
        if (spec.start() instanceof Start.New start) {
            message.setQuery(DescriptionCodec.toMessage(start.query()));
        } else if (spec.start() instanceof Start.Token start) {
            message.setResumeToken(UnsafeByteOperations.unsafeWrap(start.token().asByteBuffer()));
        } else if (spec.start() instanceof Start.Row start) {
            message.setRow(
                    RowStart.newBuilder().setResultId(start.result().text()).setRow(start.row()));
        }
        return message.build();
    }

    /**
     * What a message asks for.
     *
     * @throws IllegalArgumentException the message breaks its specification
     */
    public static ReadSpec spec(ReadRequest message) {
        return new ReadSpec(start(message), message.getMaxRows(), message.getMaxBytes());
    }

    private static Start start(ReadRequest message) {
        return switch (message.getStartCase()) {
            case QUERY -> new Start.New(DescriptionCodec.query(message.getQuery()));
            case RESUME_TOKEN ->
                new Start.Token(Slice.of(message.getResumeToken().toByteArray()));
            case ROW -> row(message.getRow());
            case START_NOT_SET ->
                throw new IllegalArgumentException("start: not set (expected: query, resume_token or row)");
        };
    }

    private static Start row(RowStart message) {
        if (message.getRow() < 0) {
            throw new IllegalArgumentException("row: " + message.getRow() + " (expected: >= 0)");
        }
        return new Start.Row(ResultId.parse(message.getResultId()), message.getRow());
    }
}
