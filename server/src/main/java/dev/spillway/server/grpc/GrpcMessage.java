package dev.spillway.server.grpc;

import dev.spillway.server.net.Port;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Length-prefixed messages (PROTOCOL-HTTP2.md): a flag, the length as four bytes, the message. */
final class GrpcMessage {
    /** Bytes before a message. */
    static final int PREFIX_BYTES = 5;

    static final String ACCEPTED_ENCODINGS = "gzip";

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private GrpcMessage() {}

    /** Writes the prefix of a message of that length. */
    static void putPrefix(byte[] array, int at, int messageLength) {
        array[at] = 0;
        INT.set(array, at + 1, messageLength);
    }

    /**
     * The one message of a request.
     *
     * @param encoding the request's {@code grpc-encoding}
     */
    static byte[] single(byte[] body, String encoding) throws ResultFailure {
        if (body.length < PREFIX_BYTES) {
            throw new ResultFailure(Reason.INVALID_REQUEST, "request: no message (expected: exactly one)");
        }
        int flag = body[0];
        long length = Integer.toUnsignedLong((int) INT.get(body, 1));
        if (length != body.length - PREFIX_BYTES) {
            throw new ResultFailure(
                    Reason.INVALID_REQUEST,
                    "request: message of " + length + " bytes in " + (body.length - PREFIX_BYTES)
                            + " (expected: exactly one message)");
        }
        byte[] message = Arrays.copyOfRange(body, PREFIX_BYTES, body.length);
        return switch (flag) {
            case 0 -> message;
            case 1 -> decompress(message, encoding);
            default ->
                throw new ResultFailure(Reason.INVALID_REQUEST, "compressed flag: " + flag + " (expected: 0 or 1)");
        };
    }

    private static byte[] decompress(byte[] message, String encoding) throws ResultFailure {
        if (!encoding.equals("gzip")) {
            throw new ResultFailure(
                    Reason.UNIMPLEMENTED, "grpc-encoding: " + encoding + " (expected: identity or gzip)");
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(message))) {
            byte[] plain = in.readNBytes(Port.MAX_REQUEST_BYTES + 1);
            if (plain.length > Port.MAX_REQUEST_BYTES) {
                throw new ResultFailure(
                        Reason.VALUE_TOO_LARGE,
                        "request: more than " + Port.MAX_REQUEST_BYTES + " bytes (expected: at most that)");
            }
            return plain;
        } catch (IOException e) {
            throw new ResultFailure(Reason.INVALID_REQUEST, "request: not gzip: " + e.getMessage(), e);
        }
    }
}
