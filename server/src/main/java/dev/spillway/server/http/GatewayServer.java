package dev.spillway.server.http;

import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import dev.spillway.server.net.Port;
import dev.spillway.wire.Results;
import java.net.BindException;
import java.net.InetSocketAddress;

/** The HTTP port in front of results. */
public final class GatewayServer implements AutoCloseable {
    private final Port port;

    private GatewayServer(Port port) {
        this.port = port;
    }

    /**
     * Opens the port.
     *
     * @throws BindException the port cannot be opened, as when it is taken
     */
    public static GatewayServer start(GatewaySettings settings, Results results) throws BindException {
        HttpService api = new HttpApi(settings, results);
        ServerBuilder builder = Port.builder(settings.listen())
                .serviceUnder("/", settings.corsOrigins().isEmpty() ? api : new Cors(api, settings.corsOrigins()))
                .errorHandler(new ProblemHandler());
        return new GatewayServer(Port.open(builder));
    }

    public InetSocketAddress address() {
        return port.address();
    }

    @Override
    public void close() {
        port.close();
    }
}
