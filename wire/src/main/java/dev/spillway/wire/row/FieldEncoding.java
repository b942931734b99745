package dev.spillway.wire.row;

import com.google.protobuf.Descriptors.OneofDescriptor;
import dev.spillway.wire.Column;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.Field;
import dev.spillway.wire.Group;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a field is written. */
final class FieldEncoding {
    private static final FieldEncoding[] NONE = {};

    final Field field;
    /** Of its values; null for a message. */
    final @Nullable ColumnKind kind;

    final int tag;
    final boolean repeated;
    final boolean packed;
    final boolean omitZero;
    /** The bit of its oneof among those of the message; 0 for none. */
    final long oneof;
    /** What is in it, by number; empty if it is no message. */
    final @Nullable FieldEncoding[] within;

    FieldEncoding(Field field) {
        this.field = field;
        OneofDescriptor containing = field.descriptor().getRealContainingOneof();
        this.oneof = containing == null ? 0 : 1L << containing.getIndex();
        this.repeated = field.descriptor().isRepeated();
        this.packed = field.descriptor().isPacked();
        this.omitZero = !repeated && !field.descriptor().hasPresence();
        if (field instanceof Column column) {
            this.kind = column.kind();
            this.tag = column.tag();
            this.within = NONE;
        } else {
            Group group = (Group) field;
            this.kind = null;
            this.tag = group.tag();
            this.within = byNumber(group.fields());
        }
    }

    /** By field number; null where there is no such field. */
    static @Nullable FieldEncoding[] byNumber(List<Field> fields) {
        int last = fields.isEmpty() ? 0 : fields.get(fields.size() - 1).number();
        FieldEncoding[] encodings = new FieldEncoding[last + 1];
        fields.forEach(field -> encodings[field.number()] = new FieldEncoding(field));
        return encodings;
    }
}
