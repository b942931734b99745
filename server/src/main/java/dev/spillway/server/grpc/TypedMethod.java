package dev.spillway.server.grpc;

import com.google.protobuf.Descriptors.MethodDescriptor;
import dev.spillway.wire.Parameter;
import java.util.List;

/**
 * A method of somebody's own service that is served from a stream. A field of its request feeds the parameter of the same
 * name; any other must stay unset.
 *
 * @param descriptor what the {@code .proto} says
 * @param stream name of the stream
 * @param parameters those of the stream
 */
public record TypedMethod(MethodDescriptor descriptor, MethodShape shape, String stream, List<Parameter> parameters) {
    public TypedMethod {
        parameters = List.copyOf(parameters);
    }

    /** {@code package.Service/Method}. */
    public String fullName() {
        return descriptor.getService().getFullName() + "/" + descriptor.getName();
    }
}
