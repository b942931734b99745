package dev.spillway.server.grpc;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.codec.FailureCodec;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.protobuf.StatusProto;
import java.util.Objects;
import java.util.Set;

/** What is left of somebody's service: its descriptors, for reflection, and methods that answer UNIMPLEMENTED. */
final class UnboundMethods {
    private UnboundMethods() {}

    /** @param bound full names of the methods that are served */
    static ServerServiceDefinition of(ServiceDescriptor service, Set<String> bound) {
        io.grpc.ServiceDescriptor.Builder descriptor = io.grpc.ServiceDescriptor.newBuilder(service.getFullName())
                .setSchemaDescriptor(new Schema(service.getFile()));
        var methods = service.getMethods().stream()
                .filter(each -> !bound.contains(service.getFullName() + "/" + each.getName()))
                .map(UnboundMethods::method)
                .toList();
        methods.forEach(descriptor::addMethod);
        ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(descriptor.build());
        methods.forEach(each -> definition.addMethod(each, unimplemented(each.getFullMethodName())));
        return definition.build();
    }

    private static io.grpc.MethodDescriptor<DynamicMessage, DynamicMessage> method(MethodDescriptor method) {
        return io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
                .setType(type(method))
                .setFullMethodName(io.grpc.MethodDescriptor.generateFullMethodName(
                        method.getService().getFullName(), method.getName()))
                .setRequestMarshaller(ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getInputType())))
                .setResponseMarshaller(ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getOutputType())))
                .build();
    }

    private static MethodType type(MethodDescriptor method) {
        if (method.isClientStreaming()) {
            return method.isServerStreaming() ? MethodType.BIDI_STREAMING : MethodType.CLIENT_STREAMING;
        }
        return method.isServerStreaming() ? MethodType.SERVER_STREAMING : MethodType.UNARY;
    }

    private static ServerCallHandler<DynamicMessage, DynamicMessage> unimplemented(String method) {
        StatusRuntimeException failure = StatusProto.toStatusRuntimeException(FailureCodec.toStatus(new ResultFailure(
                Reason.UNIMPLEMENTED, method + ": no stream of this server is bound to this method")));
        return (call, headers) -> {
            call.close(failure.getStatus(), Objects.requireNonNull(failure.getTrailers()));
            return new ServerCall.Listener<>() {};
        };
    }

    /** How reflection asks for descriptors. */
    private record Schema(FileDescriptor getFileDescriptor) implements ProtoFileDescriptorSupplier {}
}
