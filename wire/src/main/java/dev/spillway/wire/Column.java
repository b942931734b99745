package dev.spillway.wire;

import com.google.protobuf.Descriptors.FieldDescriptor;

/**
 * A column of a row: a field that holds values, of the row message itself or of a message within it.
 *
 * @param index place among the columns of the row, from 0
 * @param nullable whether absence is told apart from the zero value: {@code optional}, a member of a oneof, or a message
 * @param repeated whether it holds a list of values; a list is never NULL, nor is a value in it
 */
public record Column(
        int index,
        int number,
        String name,
        ColumnKind kind,
        boolean nullable,
        boolean repeated,
        FieldDescriptor descriptor)
        implements Field {
    /** Protobuf's tag before the column: its number and its wire type. */
    public int tag() {
        int wireType = descriptor.isPacked() ? ColumnKind.BYTES.wireType() : kind.wireType();
        return (number << 3) | wireType;
    }
}
