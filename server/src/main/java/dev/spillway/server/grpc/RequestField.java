package dev.spillway.server.grpc;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.WrappersProto;
import dev.spillway.wire.ParameterType;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Value;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/** A field of a request, as the value of a parameter. */
public final class RequestField {
    private static final long MIN_SECONDS =
            Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
    private static final long MAX_SECONDS =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    private static final int MAX_NANOS = 999_999_999;

    private RequestField() {}

    /** The types of parameters that the field can feed; none if it is of a type that no parameter takes. */
    public static Set<ParameterType> feeds(FieldDescriptor field) {
        if (field.isRepeated()) {
            return EnumSet.noneOf(ParameterType.class);
        }
        return switch (field.getJavaType()) {
            case INT, LONG -> EnumSet.of(ParameterType.INT32, ParameterType.INT64);
            case FLOAT, DOUBLE -> EnumSet.of(ParameterType.DOUBLE);
            case BOOLEAN -> EnumSet.of(ParameterType.BOOL);
            case STRING -> EnumSet.of(ParameterType.STRING, ParameterType.DATE, ParameterType.TIMESTAMP);
            case ENUM -> EnumSet.of(ParameterType.STRING, ParameterType.INT32, ParameterType.INT64);
            case BYTE_STRING -> EnumSet.noneOf(ParameterType.class);
            case MESSAGE ->
                isTimestamp(field)
                        ? EnumSet.of(ParameterType.TIMESTAMP)
                        : isWrapper(field) ? feeds(wrapped(field)) : EnumSet.noneOf(ParameterType.class);
        };
    }

    private static boolean isTimestamp(FieldDescriptor field) {
        return field.getMessageType()
                .getFullName()
                .equals(Timestamp.getDescriptor().getFullName());
    }

    private static boolean isWrapper(FieldDescriptor field) {
        return field.getMessageType()
                .getFile()
                .getName()
                .equals(WrappersProto.getDescriptor().getName());
    }

    private static FieldDescriptor wrapped(FieldDescriptor field) {
        return field.getMessageType().findFieldByNumber(1);
    }

    /** The value of a field that is not absent, for a parameter of a type that it feeds. */
    static Value value(FieldDescriptor field, Object value, ParameterType type) throws ResultFailure {
        return switch (field.getType()) {
            case UINT32, FIXED32 -> new Value.Int64(Integer.toUnsignedLong((Integer) value));
            case INT32, SINT32, SFIXED32 -> new Value.Int64((Integer) value);
            case UINT64, FIXED64 -> new Value.Uint64((Long) value);
            case INT64, SINT64, SFIXED64 -> new Value.Int64((Long) value);
            case FLOAT, DOUBLE -> new Value.Float64(((Number) value).doubleValue());
            case BOOL -> new Value.Bool((Boolean) value);
            case STRING -> new Value.Text((String) value);
            case ENUM -> constant(field, (EnumValueDescriptor) value, type);
            default ->
                isTimestamp(field)
                        ? instant(field, (Message) value)
                        : value(wrapped(field), ((Message) value).getField(wrapped(field)), type);
        };
    }

    private static Value constant(FieldDescriptor field, EnumValueDescriptor value, ParameterType type)
            throws ResultFailure {
        if (type != ParameterType.STRING) {
            return new Value.Int64(value.getNumber());
        }
        if (field.getEnumType().findValueByNumber(value.getNumber()) == null) {
            throw new ResultFailure(
                    Reason.INVALID_PARAMETER,
                    field.getName() + ": " + value.getNumber() + " (expected: a value of "
                            + field.getEnumType().getFullName() + ")");
        }
        return new Value.Text(value.getName());
    }

    private static Value instant(FieldDescriptor field, Message value) throws ResultFailure {
        long seconds = (Long) value.getField(value.getDescriptorForType().findFieldByName("seconds"));
        int nanos = (Integer) value.getField(value.getDescriptorForType().findFieldByName("nanos"));
        if (seconds < MIN_SECONDS || seconds > MAX_SECONDS || nanos < 0 || nanos > MAX_NANOS) {
            throw new ResultFailure(
                    Reason.INVALID_PARAMETER,
                    field.getName() + ": " + seconds + " s and " + nanos
                            + " ns since 1970 (expected: year 0001 to 9999, 0 to 999999999 ns)");
        }
        return new Value.Text(Instant.ofEpochSecond(seconds, nanos).toString());
    }
}
