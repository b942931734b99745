package dev.spillway.app.serve;

import dev.spillway.app.config.Catalog;
import dev.spillway.app.config.Configuration;
import dev.spillway.app.config.InvalidConfiguration;
import dev.spillway.app.config.Problem;
import dev.spillway.app.launch.Launch;
import dev.spillway.app.terminal.Terminal;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code serve}: serves the streams of a configuration over gRPC and HTTP until it is told to stop. */
@Command(
        name = "serve",
        description = "Serves the streams of a configuration over gRPC and HTTP.",
        mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {
    /** So that the process is gone two seconds after Ctrl-C, whatever hangs. */
    private static final Duration CLOSE_WAIT = Duration.ofMillis(1_500);

    private static final int LAST_PORT = 65_535;

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--http-port", paramLabel = "N", description = "HTTP port, in place of the configuration's.")
    private @Nullable Integer httpPort;

    @Option(names = "--grpc-port", paramLabel = "N", description = "gRPC port, in place of the configuration's.")
    private @Nullable Integer grpcPort;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        PrintStream err = System.err;
        try {
            Catalog catalog = Catalog.open(config.file());
            serve(catalog, err);
            return 0;
        } catch (InvalidConfiguration e) {
            e.problems().forEach(err::println);
            err.println(CheckCommand.count(e.problems().size(), "problem") + ", nothing started.");
        } catch (PortRefused e) {
            err.println(e.getMessage());
        }
        return 1;
    }

    private void serve(Catalog catalog, PrintStream err) throws PortRefused, InterruptedException {
        Configuration configuration = catalog.configuration();
        InetSocketAddress http = withPort(configuration.gateway().listen(), httpPort, "--http-port");
        InetSocketAddress grpc = withPort(configuration.origin().listen(), grpcPort, "--grpc-port");
        StopSignal stop = StopSignal.install();
        try (RunDisplay display =
                new RunDisplay(err, Terminal.STDERR.isThere(), Clock.system(ZoneId.systemDefault()))) {
            LocalService service = LocalService.start(catalog, http, grpc, display);
            display.watch(service::running);
            System.setErr(new PrintStream(new LineStream(display::print), true, StandardCharsets.UTF_8));
            display.print(new Banner(catalog, service.http(), service.grpc(), Launch.command())
                    .text(Launch.version(), configName()));
            display.print(String.format(Locale.ROOT, "%nready in %.1f s.  Ctrl-C stops, twice at once.%n", age()));
            stop.await();
            Thread closing = Thread.ofPlatform().daemon().name("stop").start(() -> {
                service.close();
                catalog.close();
            });
            closing.join(CLOSE_WAIT);
            display.print("stopped");
        } finally {
            System.setErr(err);
        }
    }

    private InetSocketAddress withPort(InetSocketAddress configured, @Nullable Integer port, String option) {
        if (port == null) {
            return configured;
        }
        if (port < 0 || port > LAST_PORT) {
            throw new ParameterException(spec.commandLine(), option + ": " + port + " (expected: 0…" + LAST_PORT + ")");
        }
        return new InetSocketAddress(configured.getAddress(), port);
    }

    private String configName() {
        return config.isGiven()
                ? Problem.shown(config.file()).toString()
                : "built-in book shop   (your own: --config FILE)";
    }

    /** Since when this process runs, in seconds. */
    private static double age() {
        Instant start = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
        return Duration.between(start, Instant.now()).toMillis() / 1e3;
    }
}
