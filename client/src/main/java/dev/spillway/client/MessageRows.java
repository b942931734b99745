package dev.spillway.client;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows as messages of a generated class. */
final class MessageRows<T extends MessageLite> implements RowDecoder<T> {
    private final Parser<T> parser;
    private final ExtensionRegistryLite extensions = ExtensionRegistryLite.getEmptyRegistry();
    private CodedInputStream in = CodedInputStream.newInstance(Slice.EMPTY.array());
    private @Nullable T row;

    /** @throws IllegalArgumentException the class reads a column as something else than it is */
    MessageRows(RowSchema schema, Parser<T> parser) {
        this.parser = parser;
        if (emptyMessage(parser) instanceof Message message) {
            requireSameFields(schema.message(), message.getDescriptorForType());
        }
    }

    private static MessageLite emptyMessage(Parser<?> parser) {
        try {
            return (MessageLite) parser.parsePartialFrom(Slice.EMPTY.array());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("parser: does not parse an empty message", e);
        }
    }

    /** A column that the class does not have stays among its unknown fields. */
    private static void requireSameFields(Descriptor sent, Descriptor wanted) {
        List<String> mismatches = new ArrayList<>();
        int common = 0;
        for (FieldDescriptor column : sent.getFields()) {
            FieldDescriptor field = wanted.findFieldByNumber(column.getNumber());
            if (field != null) {
                common++;
                if (!describe(field).equals(describe(column))) {
                    mismatches.add("field " + column.getNumber() + ": " + describe(field) + " (expected: "
                            + describe(column) + ")");
                }
            }
        }
        if (common == 0 && !sent.getFields().isEmpty()) {
            mismatches.add("no field of " + sent.getFullName());
        }
        if (!mismatches.isEmpty()) {
            throw new IllegalArgumentException(wanted.getFullName() + ": " + String.join(", ", mismatches));
        }
    }

    private static String describe(FieldDescriptor field) {
        String type = field.getType() == FieldDescriptor.Type.MESSAGE
                ? field.getMessageType().getFullName()
                : field.getType().name();
        return (field.isRepeated() ? "repeated " : "") + type + " " + field.getName();
    }

    @Override
    public void reset(Slice wholeRows) {
        in = CodedInputStream.newInstance(wholeRows.array(), wholeRows.offset(), wholeRows.length());
    }

    @Override
    public boolean next() throws ResultFailure {
        try {
            int tag = in.readTag();
            if (tag == RowSchema.ROW_TAG) {
                row = in.readMessage(parser, extensions);
                return true;
            }
            if (tag == 0) {
                return false;
            }
            throw new ResultFailure(
                    Reason.DATA_LOSS, "tag " + tag + " before a row (expected: " + RowSchema.ROW_TAG + ")");
        } catch (IOException e) {
            throw new ResultFailure(Reason.DATA_LOSS, "a row that is no message: " + e.getMessage(), e);
        }
    }

    @Override
    public T row() {
        if (row == null) {
            throw new IllegalStateException("row: before the first row");
        }
        return row;
    }
}
