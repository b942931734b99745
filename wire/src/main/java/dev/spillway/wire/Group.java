package dev.spillway.wire;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.List;

/**
 * A message within a row. It is absent where everything in it is NULL.
 *
 * @param index place among the groups of the row, from 0, each before those within it
 * @param wrapper whether it is one of {@code google/protobuf/wrappers.proto}, a value that can be NULL: it then has one
 *     column, which has the name of the group
 * @param fields by field number, ascending
 */
public record Group(int index, int number, String name, boolean wrapper, List<Field> fields, FieldDescriptor descriptor)
        implements Field {
    public Group {
        fields = List.copyOf(fields);
    }

    /** Protobuf's tag before the message. */
    public int tag() {
        return (number << 3) | ColumnKind.BYTES.wireType();
    }
}
