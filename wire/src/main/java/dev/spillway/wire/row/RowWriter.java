package dev.spillway.wire.row;

import dev.spillway.wire.ResultFailure;
import java.nio.ByteBuffer;

/**
 * Writes rows as canonical bytes: exactly as protobuf writes the row message.
 *
 * <p>Within a row, fields are written by ascending number, each at most once; then {@link #endRow}. A field that is not
 * written is NULL where its column is nullable, else its zero value. One thread. Nothing is allocated for a value.
 *
 * <p>Every method that takes a field throws {@link IllegalArgumentException} if the row has no such field, the field is
 * of another type, or fields do not ascend, and {@link ResultFailure} if the value itself cannot be carried: NULL in a
 * column that is not nullable, a number that the field's type cannot hold, or a value that is too large. The failure
 * names row and column.
 */
public interface RowWriter {
    void nil(int field) throws ResultFailure;

    void bool(int field, boolean value) throws ResultFailure;

    /** Any integer type; an unsigned 64-bit field takes the bits as they are. */
    void int64(int field, long value) throws ResultFailure;

    void float32(int field, float value) throws ResultFailure;

    void float64(int field, double value) throws ResultFailure;

    /** Text as UTF-8. A lone surrogate cannot be carried. */
    void string(int field, String value) throws ResultFailure;

    /** Text that is UTF-8 already, taken as it is, or bytes: {@code length} bytes of the buffer from {@code from} on. */
    void bytes(int field, ByteBuffer source, int from, int length) throws ResultFailure;

    /** Text that is UTF-8 already, taken as it is, or bytes. */
    void bytes(int field, byte[] source, int from, int length) throws ResultFailure;

    /**
     * An instant.
     *
     * @param epochSecond seconds since 1970-01-01T00:00:00Z, from year 1 to 9999
     * @param nanos nanoseconds within the second, 0 to 999,999,999
     */
    void timestamp(int field, long epochSecond, int nanos) throws ResultFailure;

    /** Ends the row. A row without fields is a row. */
    void endRow() throws ResultFailure;

    /**
     * Lets the rows that are complete leave soon. Without it a row leaves when it fills a chunk, or when it ends 10 ms or
     * more after the last chunk left and a reader waits: worth calling before a pause.
     */
    void flush();
}
