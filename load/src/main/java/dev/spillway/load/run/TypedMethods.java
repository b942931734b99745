package dev.spillway.load.run;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.spillway.load.http2.Request;
import dev.spillway.wire.DescriptorFiles;
import dev.spillway.wire.Slice;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which methods of an origin carry the rows of a stream in a contract of the user's own, found by server reflection
 * ({@code grpc.reflection.v1}): those that return its row message, or a message whose only field is a list of it, and take
 * no field that is not one of the stream's parameters.
 */
final class TypedMethods {
    private static final int PREFIX = 5;

    private final Asking origin;
    private final Map<String, FileDescriptorProto> files = new HashMap<>();

    private TypedMethods(Asking origin) {
        this.origin = origin;
    }

    /**
     * Asks an origin; what does not exist is absent.
     *
     * @param rowMessage full name of the stream's row message
     * @param parameters names of the stream's parameters
     */
    static Map<Scenario, MethodDescriptor> find(Asking origin, String rowMessage, Set<String> parameters)
            throws InterruptedException, LoadFailure {
        TypedMethods methods = new TypedMethods(origin);
        Map<Scenario, MethodDescriptor> found = new EnumMap<>(Scenario.class);
        for (MethodDescriptor method : methods.all()) {
            scenario(method, rowMessage)
                    .filter(each -> method.getInputType().getFields().stream()
                            .allMatch(field -> parameters.contains(field.getName())))
                    .ifPresent(each -> found.putIfAbsent(each, method));
        }
        return found;
    }

    private static Optional<Scenario> scenario(MethodDescriptor method, String rowMessage) {
        Descriptor output = method.getOutputType();
        if (method.isClientStreaming()) {
            return Optional.empty();
        }
        if (output.getFullName().equals(rowMessage)) {
            return method.isServerStreaming() ? Optional.of(Scenario.STREAM_ROW) : Optional.empty();
        }
        List<FieldDescriptor> fields = output.getFields();
        boolean holdsRows = fields.size() == 1
                && fields.getFirst().isRepeated()
                && fields.getFirst().getNumber() == 1
                && fields.getFirst().getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && fields.getFirst().getMessageType().getFullName().equals(rowMessage);
        if (!holdsRows) {
            return Optional.empty();
        }
        return Optional.of(method.isServerStreaming() ? Scenario.STREAM_BATCH : Scenario.UNARY);
    }

    private List<MethodDescriptor> all() throws InterruptedException, LoadFailure {
        ServerReflectionResponse services =
                ask(ServerReflectionRequest.newBuilder().setListServices("").build());
        for (ServiceResponse service : services.getListServicesResponse().getServiceList()) {
            keep(ask(ServerReflectionRequest.newBuilder()
                    .setFileContainingSymbol(service.getName())
                    .build()));
        }
        for (String missing = missing(); !missing.isEmpty(); missing = missing()) {
            keep(ask(ServerReflectionRequest.newBuilder()
                    .setFileByFilename(missing)
                    .build()));
            if (!files.containsKey(missing)) {
                throw new LoadFailure("reflection: no file " + missing);
            }
        }
        try {
            return new DescriptorFiles(FileDescriptorSet.newBuilder()
                            .addAllFile(files.values())
                            .build())
                    .all().stream()
                            .flatMap(file -> file.getServices().stream())
                            .flatMap(service -> service.getMethods().stream())
                            .toList();
        } catch (IllegalArgumentException e) {
            throw new LoadFailure("reflection: " + e.getMessage(), e);
        }
    }

    private void keep(ServerReflectionResponse answer) throws LoadFailure {
        for (ByteString bytes : answer.getFileDescriptorResponse().getFileDescriptorProtoList()) {
            try {
                FileDescriptorProto file = FileDescriptorProto.parseFrom(bytes);
                files.put(file.getName(), file);
            } catch (InvalidProtocolBufferException e) {
                throw new LoadFailure("reflection: " + e.getMessage(), e);
            }
        }
    }

    /** A file that another one imports, and that is not here; or empty. */
    private String missing() {
        return files.values().stream()
                .flatMap(file -> file.getDependencyList().stream())
                .filter(each -> !files.containsKey(each))
                .findFirst()
                .orElse("");
    }

    private ServerReflectionResponse ask(ServerReflectionRequest request) throws InterruptedException, LoadFailure {
        Asking.Answer answer = origin.ask(
                Request.grpc("grpc.reflection.v1.ServerReflection", "ServerReflectionInfo", request.toByteArray()));
        Slice body = answer.body();
        if (!answer.broken().isEmpty() || body.length() < PREFIX) {
            throw new LoadFailure("reflection: "
                    + (answer.broken().isEmpty() ? GrpcStatus.text(answer.trailers()) : answer.broken()));
        }
        try {
            return ServerReflectionResponse.parser()
                    .parseFrom(body.array(), body.offset() + PREFIX, body.length() - PREFIX);
        } catch (InvalidProtocolBufferException e) {
            throw new LoadFailure("reflection: " + e.getMessage(), e);
        }
    }
}
