package dev.spillway.sql;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.TextFormat;
import com.google.protobuf.WrappersProto;

/** A row with one of everything that a field can be; NULL is nowhere the same as a default. */
public final class Outing {
    private static final String FILE = """
            name: "outing.proto" package: "test" syntax: "proto2"
            dependency: "google/protobuf/duration.proto" dependency: "google/protobuf/wrappers.proto"
            enum_type {
              name: "Weather"
              value { name: "WEATHER_UNKNOWN" number: 0 }
              value { name: "SUNNY" number: 1 }
              value { name: "RAINY" number: -2 }
            }
            message_type {
              name: "Point"
              field { name: "lat" number: 1 type: TYPE_DOUBLE label: LABEL_OPTIONAL }
              field { name: "lon" number: 2 type: TYPE_DOUBLE label: LABEL_OPTIONAL }
            }
            message_type {
              name: "Place"
              field { name: "city" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
              field { name: "at" number: 2 type: TYPE_MESSAGE type_name: "Point" label: LABEL_OPTIONAL }
            }
            message_type {
              name: "Outing"
              oneof_decl { name: "host" }
              field { name: "id" number: 1 type: TYPE_INT64 label: LABEL_OPTIONAL }
              field { name: "place" number: 2 type: TYPE_MESSAGE type_name: "Place" label: LABEL_OPTIONAL }
              field { name: "weather" number: 3 type: TYPE_ENUM type_name: "Weather" label: LABEL_OPTIONAL }
              field { name: "person" number: 4 type: TYPE_STRING label: LABEL_OPTIONAL oneof_index: 0 }
              field { name: "club" number: 5 type: TYPE_MESSAGE type_name: "Place" label: LABEL_OPTIONAL oneof_index: 0 }
              field { name: "scores" number: 6 type: TYPE_SINT32 label: LABEL_REPEATED }
              field { name: "tags" number: 7 type: TYPE_STRING label: LABEL_REPEATED }
              field { name: "lasted" number: 8 type: TYPE_MESSAGE type_name: ".google.protobuf.Duration" label: LABEL_OPTIONAL }
              field { name: "note" number: 9 type: TYPE_MESSAGE type_name: ".google.protobuf.StringValue" label: LABEL_OPTIONAL }
              field { name: "path" number: 10 type: TYPE_MESSAGE type_name: "Point" label: LABEL_REPEATED }
            }
            """;

    private Outing() {}

    public static Descriptor descriptor() {
        try {
            FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder();
            TextFormat.merge(FILE, file);
            FileDescriptor[] imports = {DurationProto.getDescriptor(), WrappersProto.getDescriptor()};
            return FileDescriptor.buildFrom(file.build(), imports).findMessageTypeByName("Outing");
        } catch (TextFormat.ParseException | DescriptorValidationException e) {
            throw new AssertionError(e);
        }
    }
}
