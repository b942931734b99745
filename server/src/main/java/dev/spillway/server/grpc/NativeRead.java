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
import dev.spillway.wire.codec.FrameCodec;
import dev.spillway.wire.codec.RequestCodec;
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
        try {
            return results.read(RequestCodec.spec(read), caller);
        } catch (IllegalArgumentException e) {
            throw new ResultFailure(Reason.INVALID_PARAMETER, String.valueOf(e.getMessage()), e);
        }
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
