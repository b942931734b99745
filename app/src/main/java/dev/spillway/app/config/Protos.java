package dev.spillway.app.config;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.spillway.wire.DescriptorFiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code .proto} files define, and where in them.
 *
 * @param places {@code FILE:LINE} by full name; of a method, {@code package.Service/Method}
 */
record Protos(DescriptorFiles files, Map<String, String> places) {
    List<ServiceDescriptor> services() {
        return files.all().stream().flatMap(file -> file.getServices().stream()).toList();
    }

    /** {@code "   see FILE:LINE"}, or nothing where it is not known. */
    String see(String fullName) {
        String place = places.get(fullName);
        return place == null ? "" : "   see " + place;
    }

    /** The field at a path such as {@code address.city}. */
    static Optional<FieldDescriptor> field(Descriptor message, String path) {
        Optional<FieldDescriptor> field = Optional.empty();
        Optional<Descriptor> within = Optional.of(message);
        for (String name : path.split("\\.", -1)) {
            field = within.map(each -> each.findFieldByName(name));
            within =
                    field.filter(each -> each.getJavaType() == JavaType.MESSAGE).map(FieldDescriptor::getMessageType);
        }
        return field;
    }
}
