package dev.spillway.wire;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Timestamp;
import com.google.protobuf.WireFormat;
import java.util.Optional;

/** How a column is encoded: one of protobuf's scalar types, or {@code google.protobuf.Timestamp}. */
public enum ColumnKind {
    BOOL(WireFormat.WIRETYPE_VARINT),
    INT32(WireFormat.WIRETYPE_VARINT),
    SINT32(WireFormat.WIRETYPE_VARINT),
    SFIXED32(WireFormat.WIRETYPE_FIXED32),
    UINT32(WireFormat.WIRETYPE_VARINT),
    FIXED32(WireFormat.WIRETYPE_FIXED32),
    INT64(WireFormat.WIRETYPE_VARINT),
    SINT64(WireFormat.WIRETYPE_VARINT),
    SFIXED64(WireFormat.WIRETYPE_FIXED64),
    UINT64(WireFormat.WIRETYPE_VARINT),
    FIXED64(WireFormat.WIRETYPE_FIXED64),
    FLOAT(WireFormat.WIRETYPE_FIXED32),
    DOUBLE(WireFormat.WIRETYPE_FIXED64),
    STRING(WireFormat.WIRETYPE_LENGTH_DELIMITED),
    BYTES(WireFormat.WIRETYPE_LENGTH_DELIMITED),
    TIMESTAMP(WireFormat.WIRETYPE_LENGTH_DELIMITED);

    private final int wireType;

    ColumnKind(int wireType) {
        this.wireType = wireType;
    }

    /** Protobuf's wire type of the kind. */
    public int wireType() {
        return wireType;
    }

    /** The kind of a field; empty where rows cannot hold such a field. */
    static Optional<ColumnKind> of(FieldDescriptor field) {
        if (field.isRepeated() || field.getRealContainingOneof() != null) {
            return Optional.empty();
        }
        return switch (field.getType()) {
            case GROUP, ENUM -> Optional.empty();
            case MESSAGE ->
                field.getMessageType()
                                .getFullName()
                                .equals(Timestamp.getDescriptor().getFullName())
                        ? Optional.of(TIMESTAMP)
                        : Optional.empty();
            default -> Optional.of(valueOf(field.getType().name()));
        };
    }
}
