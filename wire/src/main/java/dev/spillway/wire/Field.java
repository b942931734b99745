package dev.spillway.wire;

import com.google.protobuf.Descriptors.FieldDescriptor;

/** A field of a row, or of a message within it. */
public sealed interface Field permits Column, Group {
    /** Field number in the message that holds the field. */
    int number();

    /** The path from the row, its parts joined by points: {@code address.city}. */
    String name();

    FieldDescriptor descriptor();
}
