package dev.spillway.server.net;

import com.linecorp.armeria.common.Http1HeaderNaming;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.server.RejectedRouteHandler;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServerPort;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A listening port with its server. */
public final class Port implements AutoCloseable {
    /** What a request may carry; the API has small requests only. */
    public static final int MAX_REQUEST_BYTES = 64 << 10;

    private static final Duration STOP_WAIT = Duration.ofMillis(300);

    private final Server server;

    private Port(Server server) {
        this.server = server;
    }

    /**
     * A server for that address, HTTP/1.1 and HTTP/2 without TLS. Its own clocks are off: a stream may take any time, and
     * its reader may pause in the middle.
     */
    public static ServerBuilder builder(InetSocketAddress listen) {
        return Server.builder()
                .port(new ServerPort(listen, SessionProtocol.HTTP))
                .requestTimeoutMillis(0)
                .idleTimeoutMillis(0)
                .maxRequestLength(MAX_REQUEST_BYTES)
                .connectionDrainDuration(Duration.ZERO)
                .gracefulShutdownTimeout(Duration.ZERO, Duration.ZERO)
                // Data routes stand before the service that has the other methods of theirs, and are meant to win.
                .rejectedRouteHandler(RejectedRouteHandler.DISABLED)
                .http1HeaderNaming(Http1HeaderNaming.traditional());
    }

    /**
     * Opens the port.
     *
     * @throws BindException the port cannot be opened, as when it is taken
     */
    public static Port open(ServerBuilder builder) throws BindException {
        Server server = builder.build();
        try {
            server.start().join();
            return new Port(server);
        } catch (CompletionException e) {
            var _ = server.stop();
            if (e.getCause() instanceof IOException cause) {
                throw (BindException) new BindException(cause.getMessage()).initCause(cause);
            }
            throw e;
        }
    }

    public InetSocketAddress address() {
        ServerPort port = server.activePort();
        if (port == null) {
            throw new IllegalStateException("the server is closed");
        }
        return port.localAddress();
    }

    /** Ends what is open and gives the port back. */
    @Override
    public void close() {
        try {
            server.stop().get(STOP_WAIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // The port is closed by now; the server's threads linger for two more seconds, and nobody needs them.
        } catch (ExecutionException e) {
            throw new IllegalStateException("the server did not stop", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
