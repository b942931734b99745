package dev.spillway.app.serve;

import dev.spillway.app.config.Catalog;
import dev.spillway.app.config.GatewaySection;
import dev.spillway.app.config.OriginSection;
import dev.spillway.app.config.OutputFile;
import dev.spillway.result.LocalResults;
import dev.spillway.result.ResultSettings;
import dev.spillway.result.RunListener;
import dev.spillway.result.RunView;
import dev.spillway.server.grpc.OriginServer;
import dev.spillway.server.grpc.OriginSettings;
import dev.spillway.server.http.GatewayServer;
import dev.spillway.server.http.GatewaySettings;
import dev.spillway.server.http.Trigger;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/** An origin, and a gateway that reads it without a network between them. */
final class LocalService implements AutoCloseable {
    private final LocalResults results;
    private final OriginServer origin;
    private final GatewayServer gateway;

    private LocalService(LocalResults results, OriginServer origin, GatewayServer gateway) {
        this.results = results;
        this.origin = origin;
        this.gateway = gateway;
    }

    /**
     * Opens both ports.
     *
     * @throws StartRefused one of them cannot be opened, or the spool cannot; then nothing stays open
     */
    static LocalService start(Catalog catalog, InetSocketAddress http, InetSocketAddress grpc, RunListener listener)
            throws StartRefused {
        OriginSection origin = catalog.configuration().origin();
        LocalResults results = results(catalog, origin, listener);
        try {
            return start(catalog, http, grpc, results);
        } catch (StartRefused e) {
            results.close();
            throw e;
        }
    }

    private static LocalResults results(Catalog catalog, OriginSection origin, RunListener listener)
            throws StartRefused {
        try {
            return LocalResults.in(origin.spool().open(), catalog.streams(), settings(origin), listener);
        } catch (IOException e) {
            throw new StartRefused("origin.spool.folder: " + e.getMessage(), e);
        }
    }

    private static LocalService start(
            Catalog catalog, InetSocketAddress http, InetSocketAddress grpc, LocalResults results) throws StartRefused {
        OriginSection origin = catalog.configuration().origin();
        OriginServer originServer = StartRefused.opening(
                grpc, "serve --grpc-port", () -> OriginServer.start(settings(origin, catalog, grpc), results));
        try {
            GatewayServer gatewayServer = StartRefused.opening(
                    http,
                    "serve --http-port",
                    () -> GatewayServer.start(settings(catalog.configuration().gateway(), http), results));
            return new LocalService(results, originServer, gatewayServer);
        } catch (StartRefused e) {
            originServer.close();
            throw e;
        }
    }

    private static ResultSettings settings(OriginSection origin) {
        return new ResultSettings(
                origin.name(),
                origin.chunk().intBytes(),
                origin.maxValueBytes().intBytes(),
                origin.window().intBytes(),
                origin.budget().bytes(),
                origin.lease(),
                origin.linger(),
                origin.drain());
    }

    private static OriginSettings settings(OriginSection origin, Catalog catalog, InetSocketAddress listen) {
        return new OriginSettings(
                listen,
                origin.servesReflection(),
                catalog.methods(),
                origin.maxMessageBytes().intBytes());
    }

    /** What the HTTP port of a section is. */
    static GatewaySettings settings(GatewaySection gateway, InetSocketAddress listen) {
        List<Trigger> triggers = gateway.triggers().stream()
                .map(each -> new Trigger(
                        each.path(), each.stream(), each.format(), each.tee().map(OutputFile::path)))
                .toList();
        return new GatewaySettings(listen, triggers, gateway.commitAfter(), gateway.cors());
    }

    InetSocketAddress http() {
        return gateway.address();
    }

    InetSocketAddress grpc() {
        return origin.address();
    }

    List<RunView> running() {
        return results.running();
    }

    /** Breaks off what runs, and gives the ports back. */
    @Override
    public void close() {
        results.close();
        gateway.close();
        origin.close();
    }
}
