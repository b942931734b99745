package dev.spillway.app.serve;

import dev.spillway.app.config.GatewaySection;
import dev.spillway.app.config.TriggerSection;
import dev.spillway.app.gateway.Origins;
import dev.spillway.app.gateway.RoutedResults;
import dev.spillway.app.gateway.Target;
import dev.spillway.client.SpillwayClient;
import dev.spillway.result.RunListener;
import dev.spillway.result.RunView;
import dev.spillway.server.http.GatewayServer;
import dev.spillway.wire.ByteBudget;
import dev.spillway.wire.Caller;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.StreamInfo;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway that reads origins elsewhere. */
final class GatewayService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayService.class);

    /** A connection that is silent for so long, and then again, is given up: an origin without power sends no goodbye. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    private static final Caller SELF = new Caller("", "spillway-gateway");

    private final Origins origins;
    private final RoutedResults results;
    private final GatewayServer server;

    private GatewayService(Origins origins, RoutedResults results, GatewayServer server) {
        this.origins = origins;
        this.results = results;
        this.server = server;
    }

    /**
     * Opens the port, and looks for the origins.
     *
     * @throws StartRefused the port cannot be opened
     * @throws IllegalArgumentException a target is none of gRPC's
     */
    static GatewayService start(
            GatewaySection gateway, InetSocketAddress http, Collection<Target> targets, RunListener listener)
            throws StartRefused {
        ByteBudget budget =
                new ByteBudget(gateway.budget().bytes(), gateway.prefetch().intBytes());
        Origins origins = Origins.start(
                targets,
                target -> SpillwayClient.builder(target)
                        .userAgent(SELF.agent())
                        .prefetch(budget)
                        .giveUpAfter(gateway.giveUpAfter())
                        .failFast()
                        .keepAlive(KEEP_ALIVE));
        RoutedResults results = new RoutedResults(origins, listener);
        try {
            GatewayServer server = StartRefused.opening(
                    http,
                    "gateway --http-port",
                    () -> GatewayServer.start(LocalService.settings(gateway, http), results));
            return new GatewayService(origins, results, server);
        } catch (StartRefused e) {
            origins.close();
            throw e;
        }
    }

    /** Waits until each origin was asked once, but not longer than that; says which triggers lead nowhere. */
    void awaitOrigins(List<TriggerSection> triggers, Duration wait) throws InterruptedException {
        origins.awaitFirstAnswers(wait);
        for (TriggerSection trigger : triggers) {
            try {
                var _ = results.stream(trigger.stream(), SELF);
            } catch (ResultFailure e) {
                if (e.reason() == Reason.UNKNOWN_STREAM) {
                    LOG.warn("{} leads nowhere: {}", trigger.path(), e.text());
                }
            }
        }
    }

    InetSocketAddress http() {
        return server.address();
    }

    Origins origins() {
        return origins;
    }

    /** What is known to be there; empty while no origin answers. */
    List<StreamInfo> streams() {
        try {
            return results.streams(SELF);
        } catch (ResultFailure e) {
            return List.of();
        }
    }

    List<RunView> running() {
        return results.running();
    }

    /** Breaks off what is read, and gives the port back. */
    @Override
    public void close() {
        results.close();
        server.close();
        origins.close();
    }
}
