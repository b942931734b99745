package dev.spillway.app.serve;

import dev.spillway.app.config.GatewayFile;
import dev.spillway.app.config.GatewaySection;
import dev.spillway.app.config.InvalidConfiguration;
import dev.spillway.app.config.Problem;
import dev.spillway.app.gateway.Target;
import dev.spillway.app.launch.Launch;
import dev.spillway.result.RunListener;
import dev.spillway.result.RunView;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code gateway}: serves the streams of origins elsewhere over HTTP until it is told to stop. */
@Command(
        name = "gateway",
        description = "Serves the streams of origins over HTTP, in a process of its own.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class GatewayCommand implements Callable<Integer> {
    /** An origin that takes longer is told of when it answers. */
    private static final Duration FIRST_ANSWERS_WAIT = Duration.ofSeconds(2);

    @Option(
            names = "--origin",
            paramLabel = "TARGET",
            required = true,
            split = ",",
            description = "HOST:PORT of an origin, or of several behind one name. More of them with commas, or again.")
    private List<String> origins = List.of();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A configuration, of which the section gateway counts.")
    private @Nullable Path config;

    @Option(names = "--http-port", paramLabel = "N", description = "HTTP port, in place of the configuration's.")
    private @Nullable Integer httpPort;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        PrintStream err = System.err;
        try {
            List<Target> targets = targets();
            // A name is looked up when the gateway asks: a second is what Java may keep an answer.
            Security.setProperty("networkaddress.cache.ttl", "1");
            Security.setProperty("networkaddress.cache.negative.ttl", "1");
            GatewaySection gateway = config == null ? GatewayFile.defaults() : GatewayFile.read(config);
            InetSocketAddress http = PortOption.replace(gateway.listen(), httpPort, "--http-port", spec);
            Foreground.run(listener -> start(gateway, http, targets, listener), err);
            return 0;
        } catch (InvalidConfiguration e) {
            e.problems().forEach(err::println);
            err.println(CheckCommand.count(e.problems().size(), "problem") + ", nothing started.");
        } catch (StartRefused e) {
            err.println(e.getMessage());
        }
        return 1;
    }

    private List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        for (String each : origins) {
            try {
                targets.add(Target.parse(each.strip()));
            } catch (IllegalArgumentException e) {
                throw usage(e);
            }
        }
        return targets;
    }

    private ParameterException usage(IllegalArgumentException problem) {
        return new ParameterException(spec.commandLine(), "--origin: " + problem.getMessage(), problem);
    }

    private Foreground.Service start(
            GatewaySection gateway, InetSocketAddress http, List<Target> targets, RunListener listener)
            throws StartRefused, InterruptedException {
        GatewayService service;
        try {
            service = GatewayService.start(gateway, http, targets, listener);
        } catch (IllegalArgumentException e) {
            throw usage(e);
        }
        service.awaitOrigins(gateway.triggers(), FIRST_ANSWERS_WAIT);
        return new Foreground.Service() {
            @Override
            public String banner() {
                return new GatewayBanner(gateway, service.origins().describe(), service.streams(), service.http())
                        .text(Launch.version(), configName());
            }

            @Override
            public List<RunView> running() {
                return service.running();
            }

            @Override
            public void close() {
                service.close();
            }
        };
    }

    private String configName() {
        return config == null
                ? "none   (your own: --config FILE)"
                : Problem.shown(config).toString();
    }
}
