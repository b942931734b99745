package dev.spillway.server.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.linecorp.armeria.common.HttpHeaders;
import dev.spillway.wire.Caller;
import dev.spillway.wire.Frame;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Results;
import dev.spillway.wire.Slice;
import dev.spillway.wire.codec.DescriptionCodec;
import dev.spillway.wire.codec.FrameCodec;
import dev.spillway.wire.v1.ReadRequest;

/** {@code spillway.v1.ResultService/Read}. */
final class NativeRead implements GrpcMethod {
    private final Results results;

    NativeRead(Results results) {
        this.results = results;
    }

    @Override
    public FrameReader open(byte[] request, HttpHeaders metadata, Caller caller) throws ResultFailure {
        ReadRequest read;
        try {
            read = ReadRequest.parseFrom(request);
        } catch (InvalidProtocolBufferException e) {
            throw new ResultFailure(
                    Reason.INVALID_REQUEST, "request: no spillway.v1.ReadRequest: " + e.getMessage(), e);
        }
        requireLimit("max_rows", read.getMaxRows());
        requireLimit("max_bytes", read.getMaxBytes());
        return switch (read.getStartCase()) {
            case QUERY -> query(read, caller);
            case RESUME_TOKEN -> throw notYet("resume_token");
            case ROW -> throw notYet("row");
            case START_NOT_SET ->
                throw new ResultFailure(
                        Reason.INVALID_PARAMETER, "start: not set (expected: query, resume_token or row)");
        };
    }

    private FrameReader query(ReadRequest read, Caller caller) throws ResultFailure {
        if (!read.getQuery().getRequestId().isEmpty()) {
            throw notYet("query.request_id");
        }
        try {
            return results.read(DescriptionCodec.query(read.getQuery()), caller);
        } catch (IllegalArgumentException e) {
            throw new ResultFailure(Reason.INVALID_PARAMETER, String.valueOf(e.getMessage()), e);
        }
    }

    private static void requireLimit(String name, long value) throws ResultFailure {
        if (value < 0) {
            throw new ResultFailure(Reason.INVALID_PARAMETER, name + ": " + value + " (expected: >= 0)");
        }
        if (value > 0) {
            throw notYet(name);
        }
    }

    private static ResultFailure notYet(String field) {
        return new ResultFailure(
                Reason.UNIMPLEMENTED,
                field + ": needs a result log, which this server does not have (expected: unset)");
    }

    @Override
    public GrpcAnswer answer() {
        return NativeRead::messages;
    }

    private static Slice[] messages(Frame frame) {
        byte[] head = FrameCodec.encodeHead(frame, GrpcMessage.PREFIX_BYTES);
        Slice tail = FrameCodec.tail(frame);
        GrpcMessage.putPrefix(head, 0, head.length - GrpcMessage.PREFIX_BYTES + tail.length());
        return tail.isEmpty() ? new Slice[] {Slice.of(head)} : new Slice[] {Slice.of(head), tail};
    }
}
