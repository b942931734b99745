package dev.spillway.client;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.codec.FrameCodec;
import dev.spillway.wire.v1.ReadRequest;
import dev.spillway.wire.v1.ResultServiceGrpc;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The method {@code Read} with frames as the bytes of their messages: the transport's thread only copies them out of its
 * buffers, and the reader's thread decodes them, without a second copy.
 */
final class ReadMethod {
    static final MethodDescriptor<ReadRequest, byte[]> DESCRIPTOR = ResultServiceGrpc.getReadMethod().toBuilder(
                    ResultServiceGrpc.getReadMethod().getRequestMarshaller(), new MessageBytes())
            .build();

    private ReadMethod() {}

    /**
     * The frame of a message. The data of a chunk lies in the message's own array.
     *
     * @throws ResultFailure DATA_LOSS: the message is no frame
     */
    static Frame decode(byte[] message) throws ResultFailure {
        CodedInputStream in = UnsafeByteOperations.unsafeWrap(message).newCodedInput();
        in.enableAliasing(true);
        try {
            return FrameCodec.decode(dev.spillway.wire.v1.Frame.parseFrom(in));
        } catch (IOException e) {
            throw new ResultFailure(Reason.DATA_LOSS, "a message that is no frame: " + e.getMessage(), e);
        }
    }

    private static final class MessageBytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                if (!(stream instanceof KnownLength)) {
                    return stream.readAllBytes();
                }
                byte[] message = new byte[stream.available()];
                int read = stream.readNBytes(message, 0, message.length);
                if (read != message.length) {
                    throw new IOException("message of " + read + " bytes (expected: " + message.length + ")");
                }
                return message;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
