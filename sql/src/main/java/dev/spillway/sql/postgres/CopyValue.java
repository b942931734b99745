package dev.spillway.sql.postgres;

import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import java.nio.charset.StandardCharsets;

/** A value in the binary form of its type, read in place. One thread. */
final class CopyValue {
    private final CopyRow row;
    private final String column;
    private int start;
    private int length;

    CopyValue(CopyRow row, String column) {
        this.row = row;
        this.column = column;
    }

    /** Moves to the bytes of a value within the row. */
    CopyValue at(int from, int bytes) {
        start = from;
        length = bytes;
        return this;
    }

    byte[] bytes() {
        return row.bytes();
    }

    int start() {
        return start;
    }

    int length() {
        return length;
    }

    byte int8() {
        return bytes()[start];
    }

    int int16() {
        return BigEndian.int16(bytes(), start);
    }

    int int32() {
        return BigEndian.int32(bytes(), start);
    }

    long int64() {
        return BigEndian.int64(bytes(), start);
    }

    /** @param offset from the value's first byte */
    int int16(int offset) {
        return BigEndian.int16(bytes(), start + offset);
    }

    /** @param offset from the value's first byte */
    int int32(int offset) {
        return BigEndian.int32(bytes(), start + offset);
    }

    /** @param offset from the value's first byte */
    long int64(int offset) {
        return BigEndian.int64(bytes(), start + offset);
    }

    /** The bytes as UTF-8. */
    String text() {
        return new String(bytes(), start, length, StandardCharsets.UTF_8);
    }

    /** Why the value cannot be carried. */
    ResultFailure refused(String what) {
        return new ResultFailure(Reason.SOURCE_FAILED, "row " + row.number() + ", column " + column + ": " + what);
    }
}
