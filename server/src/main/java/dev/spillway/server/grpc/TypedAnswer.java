package dev.spillway.server.grpc;

import com.linecorp.armeria.common.HttpHeaders;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.Crc32c;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;
import dev.spillway.wire.Start;

/** Messages of somebody's own type, made of canonical bytes that are copied at most once. */
abstract class TypedAnswer implements GrpcAnswer {
    static final Slice[] NONE = {};

    /** How configuration calls the largest message. */
    private static final String LIMIT = "origin.max_message_bytes";

    final int maxMessageBytes;

    TypedAnswer(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    @Override
    public HttpHeaders metadata(Frame.Header header) {
        return HttpHeaders.of(Start.Row.RESULT_ID_HEADER, header.resultId().text());
    }

    @Override
    public HttpHeaders trailers(Frame.End end) {
        return HttpHeaders.of(
                "spillway-rows",
                Long.toString(end.total().rows()),
                "spillway-bytes",
                Long.toString(end.total().bytes()),
                "spillway-crc32c",
                Crc32c.toHex(end.total().crc32c()));
    }

    @Override
    public final Slice[] messages(Frame frame) throws ResultFailure {
        if (frame instanceof Frame.Data data) {
            return rows(data.chunk());
        }
        return frame instanceof Frame.End ? end() : NONE;
    }

    abstract Slice[] rows(Chunk chunk) throws ResultFailure;

    Slice[] end() {
        return NONE;
    }

    /** The prefix of a message of that length. */
    static Slice prefix(int messageLength) {
        byte[] prefix = new byte[GrpcMessage.PREFIX_BYTES];
        GrpcMessage.putPrefix(prefix, 0, messageLength);
        return Slice.of(prefix);
    }

    /** Refuses a message that is larger than clients take, or {@code bytes} of one. */
    final void requireFits(String what, long bytes, String otherwise) throws ResultFailure {
        if (bytes > maxMessageBytes) {
            throw new ResultFailure(
                    Reason.VALUE_TOO_LARGE,
                    what + ": more than " + maxMessageBytes + " bytes, what a message may hold (" + LIMIT + otherwise
                            + ")");
        }
    }
}
