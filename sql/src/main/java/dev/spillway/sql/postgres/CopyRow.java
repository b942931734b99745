package dev.spillway.sql.postgres;

import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A row in the binary format of COPY, read in place: how many columns, and for each its length and so many bytes. One
 * thread.
 */
final class CopyRow {
    private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);

    /** Behind the signature: flags, and the length of what else belongs to the head. */
    private static final int HEAD = SIGNATURE.length + 2 * Integer.BYTES;

    private static final int TRAILER = -1;
    private static final byte[] NONE = {};

    private final int[] starts;
    private final int[] lengths;
    private byte[] bytes = NONE;
    private long number = -1;
    private boolean begun;
    private boolean ended;

    CopyRow(int columns) {
        starts = new int[columns];
        lengths = new int[columns];
    }

    /**
     * Moves to the row of a message.
     *
     * @return false if it has none: it is the head alone, or the end
     */
    boolean load(byte[] message) throws ResultFailure {
        int at = begun ? 0 : behindHead(message);
        begun = true;
        if (at == message.length) {
            return false;
        }
        require(!ended, "a row behind the end");
        bytes = message;
        int columns = int16(at);
        at += Short.BYTES;
        if (columns == TRAILER) {
            ended = true;
            return false;
        }
        require(columns == starts.length, columns + " columns");
        number++;
        for (int i = 0; i < columns; i++) {
            int length = int32(at);
            at += Integer.BYTES;
            starts[i] = at;
            lengths[i] = length;
            at += Math.max(0, length);
        }
        require(at == bytes.length, "a row of " + bytes.length + " bytes with columns of " + at);
        return true;
    }

    private static int behindHead(byte[] message) throws ResultFailure {
        require(
                message.length >= HEAD && Arrays.equals(message, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length),
                "rows without their signature");
        return HEAD + BigEndian.int32(message, HEAD - Integer.BYTES);
    }

    private static void require(boolean isSo, String otherwise) throws ResultFailure {
        if (!isSo) {
            throw new ResultFailure(Reason.SOURCE_FAILED, otherwise + " (expected: the binary format of COPY)");
        }
    }

    private int int16(int at) {
        return BigEndian.int16(bytes, at);
    }

    private int int32(int at) {
        return BigEndian.int32(bytes, at);
    }

    /** Whether the server said that no row follows. */
    boolean isEnd() {
        return ended;
    }

    /** Place among the rows of the result, from 0. */
    long number() {
        return number;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where the value of a column starts. */
    int start(int column) {
        return starts[column];
    }

    /** Bytes of the value of a column; -1 for NULL. */
    int length(int column) {
        return lengths[column];
    }
}
