package dev.spillway.wire.row;

import dev.spillway.wire.ResultFailure;
import java.nio.ByteBuffer;

/**
 * Writes rows as canonical bytes: exactly as protobuf writes the row message.
 *
 * <p>Within a row, fields are written by ascending number, each at most once; then {@link #endRow}. A field that is not
 * written is NULL where its column is nullable, else its zero value. A message within the row is written between {@link
 * #startMessage} and {@link #endMessage}, where fields are numbered as in that message; one that is not written is absent.
 * A list is written between {@link #startList} and {@link #endList}, where each value has the number of the list; one that
 * is not written is empty. One thread. Nothing is allocated for a value.
 *
 * <p>Every method that takes a field throws {@link IllegalArgumentException} if the row has no such field, the field is
 * of another type, or fields do not ascend, and {@link ResultFailure} if the value itself cannot be carried: NULL in a
 * column that is not nullable or in a list, a second value of a oneof, a number that the field's type cannot hold, or a
 * value that is too large. The failure names row and column.
 */
public interface RowWriter {
    void nil(int field) throws ResultFailure;

    void bool(int field, boolean value) throws ResultFailure;

    /** Any integer type, or an enum; an unsigned 64-bit field takes the bits as they are. */
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

    /**
     * A length of time.
     *
     * @param seconds at most 315,576,000,000 in either direction, about 10,000 years
     * @param nanos nanoseconds beyond the seconds, below a second in either direction; of the sign of the seconds
     */
    void duration(int field, long seconds, int nanos) throws ResultFailure;

    /** Begins a message within the message that is open. It is there, even if nothing is written into it. */
    void startMessage(int field) throws ResultFailure;

    /** Ends the message that was begun last. */
    void endMessage();

    /** Begins a list; no other field is written before its end. */
    void startList(int field) throws ResultFailure;

    void endList();

    /** Ends the row. A row without fields is a row. */
    void endRow() throws ResultFailure;

    /**
     * Lets the rows that are complete leave soon. Without it a row leaves when it fills a chunk, or when it ends 10 ms or
     * more after the last chunk left and a reader waits: worth calling before a pause.
     */
    void flush();
}
