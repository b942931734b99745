package dev.spillway.server.grpc;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.linecorp.armeria.common.grpc.GrpcSerializationFormats;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.GrpcServiceBuilder;
import dev.spillway.server.net.Port;
import dev.spillway.wire.Results;
import dev.spillway.wire.v1.ResultServiceGrpc;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The gRPC port of an origin: {@code spillway.v1.ResultService}, the services of others that streams are bound to,
 * health and, where it is switched on, reflection.
 */
public final class OriginServer implements AutoCloseable {
    private final Port port;

    private OriginServer(Port port) {
        this.port = port;
    }

    /**
     * Opens the port.
     *
     * @throws BindException the port cannot be opened, as when it is taken
     */
    public static OriginServer start(OriginSettings settings, Results results) throws BindException {
        GrpcServiceBuilder control = GrpcService.builder()
                .addService(new ResultControl(results))
                .supportedSerializationFormats(GrpcSerializationFormats.PROTO)
                .enableHealthCheckService(true)
                .useBlockingTaskExecutor(true);
        // Clients of gRPC do not expect these two, and would show them as metadata.
        ServerBuilder builder =
                Port.builder(settings.listen()).disableServerHeader().disableDateHeader();
        route(builder, ResultServiceGrpc.getReadMethod().getFullMethodName(), new NativeRead(results));
        for (TypedMethod method : settings.methods()) {
            Optional<String> streaming = streaming(method, settings.methods());
            TypedRead read = new TypedRead(method, streaming, settings.maxMessageBytes(), results);
            route(builder, method.fullName(), read);
        }
        addUnbound(settings.methods(), control);
        if (settings.reflection()) {
            control.addService(ProtoReflectionServiceV1.newInstance());
        }
        return new OriginServer(Port.open(builder.service(control.build())));
    }

    private static void route(ServerBuilder builder, String fullName, GrpcMethod method) {
        builder.route().path("/" + fullName).maxRequestLength(0).build(new GrpcRoute(method));
    }

    /** The fastest method that streams what the given one answers in one message. */
    private static Optional<String> streaming(TypedMethod method, List<TypedMethod> methods) {
        return methods.stream()
                .filter(each ->
                        each.shape() != MethodShape.WHOLE && each.stream().equals(method.stream()))
                .max(Comparator.comparing(TypedMethod::shape))
                .map(TypedMethod::fullName);
    }

    private static void addUnbound(List<TypedMethod> methods, GrpcServiceBuilder control) {
        Set<String> bound = methods.stream().map(TypedMethod::fullName).collect(Collectors.toSet());
        Map<String, ServiceDescriptor> services = new LinkedHashMap<>();
        for (TypedMethod method : methods) {
            ServiceDescriptor service = method.descriptor().getService();
            services.putIfAbsent(service.getFullName(), service);
        }
        services.values().forEach(each -> control.addService(UnboundMethods.of(each, bound)));
    }

    public InetSocketAddress address() {
        return port.address();
    }

    @Override
    public void close() {
        port.close();
    }
}
