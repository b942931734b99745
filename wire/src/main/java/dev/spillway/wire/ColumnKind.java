package dev.spillway.wire;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import com.google.protobuf.WireFormat;
import java.util.Optional;

/** How a value is encoded: one of protobuf's scalar types, an enum, or a well-known message that is one value. */
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
    /** The number of a value of the field's enum. */
    ENUM(WireFormat.WIRETYPE_VARINT),
    /** {@code google.protobuf.Timestamp}. */
    TIMESTAMP(WireFormat.WIRETYPE_LENGTH_DELIMITED),
    /** {@code google.protobuf.Duration}. */
    DURATION(WireFormat.WIRETYPE_LENGTH_DELIMITED);

    private final int wireType;

    ColumnKind(int wireType) {
        this.wireType = wireType;
    }

    /** Protobuf's wire type of one value. */
    public int wireType() {
        return wireType;
    }

    /** The kind of a field's values; empty where they are messages of another type. */
    static Optional<ColumnKind> of(FieldDescriptor field) {
        return switch (field.getType()) {
            case GROUP -> Optional.empty();
            case MESSAGE -> {
                String message = field.getMessageType().getFullName();
                yield message.equals(Timestamp.getDescriptor().getFullName())
                        ? Optional.of(TIMESTAMP)
                        : message.equals(Duration.getDescriptor().getFullName())
                                ? Optional.of(DURATION)
                                : Optional.empty();
            }
            default -> Optional.of(valueOf(field.getType().name()));
        };
    }
}
