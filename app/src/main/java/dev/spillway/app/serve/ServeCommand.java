package dev.spillway.app.serve;

import dev.spillway.app.config.Catalog;
import dev.spillway.app.config.Configuration;
import dev.spillway.app.config.InvalidConfiguration;
import dev.spillway.app.config.Problem;
import dev.spillway.app.launch.Launch;
import dev.spillway.result.RunView;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code serve}: serves the streams of a configuration over gRPC and HTTP until it is told to stop. */
@Command(
        name = "serve",
        description = "Serves the streams of a configuration over gRPC and HTTP.",
        mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {
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
        } catch (StartRefused e) {
            err.println(e.getMessage());
        }
        return 1;
    }

    private void serve(Catalog catalog, PrintStream err) throws StartRefused, InterruptedException {
        Configuration configuration = catalog.configuration();
        InetSocketAddress http = PortOption.replace(configuration.gateway().listen(), httpPort, "--http-port", spec);
        InetSocketAddress grpc = PortOption.replace(configuration.origin().listen(), grpcPort, "--grpc-port", spec);
        Foreground.run(
                listener -> {
                    LocalService service = LocalService.start(catalog, http, grpc, listener);
                    return new Foreground.Service() {
                        @Override
                        public String banner() {
                            return new Banner(catalog, service.http(), service.grpc(), Launch.command())
                                    .text(Launch.version(), configName());
                        }

                        @Override
                        public List<RunView> running() {
                            return service.running();
                        }

                        @Override
                        public void close() {
                            service.close();
                            catalog.close();
                        }
                    };
                },
                err);
    }

    private String configName() {
        return config.isGiven()
                ? Problem.shown(config.file()).toString()
                : "built-in book shop   (your own: --config FILE)";
    }
}
