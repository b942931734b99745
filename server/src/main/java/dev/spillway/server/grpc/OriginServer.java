package dev.spillway.server.grpc;

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

/** The gRPC port of an origin: {@code spillway.v1.ResultService}, health and, where it is switched on, reflection. */
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
        if (settings.reflection()) {
            control.addService(ProtoReflectionServiceV1.newInstance());
        }
        ServerBuilder builder = Port.builder(settings.listen())
                .route()
                .path("/" + ResultServiceGrpc.getReadMethod().getFullMethodName())
                .maxRequestLength(0)
                .build(new GrpcRoute(new NativeRead(results)))
                .service(control.build());
        return new OriginServer(Port.open(builder));
    }

    public InetSocketAddress address() {
        return port.address();
    }

    @Override
    public void close() {
        port.close();
    }
}
