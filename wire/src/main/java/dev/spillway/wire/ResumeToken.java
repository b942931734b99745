package dev.spillway.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A place of one result, to go on from. Whoever holds one may read the result, so {@link #toString} shows no token.
 *
 * <p>As bytes: a version (1), the result's id (length and UTF-8), canonical bytes, rows and bytes into the row (varints),
 * CRC32C of the canonical bytes before the place, and CRC32C of all that comes before in the token (both little-endian).
 * To a reader the bytes are opaque.
 *
 * @param position the place
 * @param intoRow bytes of an unfinished row before the place: 0 between rows
 */
public record ResumeToken(ResultId result, Position position, long intoRow) {
    private static final byte VERSION = 1;
    private static final int MAX_BYTES = 256;

    public ResumeToken {
        if (intoRow < 0 || intoRow > position.bytes()) {
            throw new IllegalArgumentException("intoRow: " + intoRow + " (expected: 0 to " + position.bytes() + ")");
        }
    }

    /** The token as bytes. */
    public Slice toBytes() {
        byte[] bytes = new byte[MAX_BYTES];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            out.write(VERSION);
            out.writeStringNoTag(result.text());
            out.writeUInt64NoTag(position.bytes());
            out.writeUInt64NoTag(position.rows());
            out.writeUInt64NoTag(intoRow);
            out.writeFixed32NoTag(position.crc32c());
            out.writeFixed32NoTag(Crc32c.of(bytes, 0, out.getTotalBytesWritten()));
            return Slice.of(bytes, 0, out.getTotalBytesWritten());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The token of bytes that {@link #toBytes} made.
     *
     * @throws ResultFailure INVALID_TOKEN: they are damaged, or of a version that this side does not know
     */
    public static ResumeToken of(Slice bytes) throws ResultFailure {
        if (bytes.isEmpty() || bytes.length() > MAX_BYTES) {
            throw damaged(bytes.length() + " bytes (expected: 1 to " + MAX_BYTES + ")");
        }
        if (!isKnown(bytes)) {
            throw damaged("version " + bytes.array()[bytes.offset()] + " (expected: " + VERSION + ")");
        }
        CodedInputStream in = CodedInputStream.newInstance(bytes.array(), bytes.offset() + 1, bytes.length() - 1);
        try {
            String id = in.readStringRequireUtf8();
            long place = in.readUInt64();
            long rows = in.readUInt64();
            long intoRow = in.readUInt64();
            int crc = in.readFixed32();
            int own = Crc32c.of(bytes.array(), bytes.offset(), 1 + in.getTotalBytesRead());
            if (own != in.readFixed32() || !in.isAtEnd()) {
                throw damaged("its checksum does not fit");
            }
            return new ResumeToken(ResultId.parse(id), new Position(place, rows, crc), intoRow);
        } catch (IOException | IllegalArgumentException e) {
            throw damaged("cut or altered", e);
        }
    }

    /** Whether it is of a version that {@link #of} reads; to others it is opaque. */
    public static boolean isKnown(Slice token) {
        return !token.isEmpty() && token.array()[token.offset()] == VERSION;
    }

    private static ResultFailure damaged(String how) {
        return new ResultFailure(Reason.INVALID_TOKEN, "resume token: " + how);
    }

    private static ResultFailure damaged(String how, Exception cause) {
        return new ResultFailure(Reason.INVALID_TOKEN, "resume token: " + how, cause);
    }

    /** Token bytes as text, the way command lines and URLs carry them: base64url (RFC 4648, section 5), not padded. */
    public static String toText(Slice token) {
        ByteBuffer encoded = Base64.getUrlEncoder().withoutPadding().encode(token.asByteBuffer());
        return new String(encoded.array(), encoded.arrayOffset(), encoded.remaining(), StandardCharsets.US_ASCII);
    }

    /**
     * Token bytes of their text.
     *
     * @throws ResultFailure INVALID_TOKEN: it is no base64url
     */
    public static Slice fromText(String text) throws ResultFailure {
        try {
            return Slice.of(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw damaged("no base64url", e);
        }
    }

    @Override
    public String toString() {
        return "token of " + result + " at " + position;
    }
}
