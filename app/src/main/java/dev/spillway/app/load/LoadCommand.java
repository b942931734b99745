package dev.spillway.app.load;

import dev.spillway.app.option.OriginOption;
import dev.spillway.app.option.ParameterOption;
import dev.spillway.app.option.TimeText;
import dev.spillway.app.process.PortOwner;
import dev.spillway.load.pace.Mix;
import dev.spillway.load.report.HtmlReport;
import dev.spillway.load.report.JsonReport;
import dev.spillway.load.report.Table;
import dev.spillway.load.report.Threshold;
import dev.spillway.load.run.LoadFailure;
import dev.spillway.load.run.LoadPlan;
import dev.spillway.load.run.LoadResult;
import dev.spillway.load.run.LoadRun;
import dev.spillway.load.run.Scenario;
import dev.spillway.load.run.ServerProcess;
import dev.spillway.load.run.Target;
import dev.spillway.wire.Reason;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code load}: compares ways of carrying the same result, under load. */
@Command(
        name = "load",
        description = "Compares ways of carrying the same result under load: REST, unary gRPC, streams.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, and every row was right",
            "1:it could not begin, nothing was carried, or a --fail-if holds",
            "2:usage",
            "4:what came is not what was sent"
        })
public final class LoadCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-u", "--users"},
            paramLabel = "N",
            defaultValue = "10",
            description = "Users at the same time (default: ${DEFAULT-VALUE}).")
    private int users;

    @Option(
            names = {"-r", "--spawn-rate"},
            paramLabel = "N",
            defaultValue = "2",
            description = "Users that appear a second (default: ${DEFAULT-VALUE}).")
    private double spawnRate;

    @Option(
            names = {"-t", "--run-time"},
            paramLabel = "TIME",
            defaultValue = "2m",
            description = "Time of the whole run, such as 30s, 5m, 1h30m (default: ${DEFAULT-VALUE}).")
    private String runTime = "";

    @Option(
            names = "--rate",
            paramLabel = "N",
            description =
                    "Open model: N starts a second, however long each takes. Without it, each user starts the next result when it has the last one.")
    private @Nullable Double rate;

    @Option(
            names = "--scenarios",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Which to compare: rest, unary, stream-row, stream-batch, native, http-ndjson, http-csv (default: all).")
    private List<String> scenarioNames = List.of();

    @Option(
            names = "--stream",
            paramLabel = "STREAM",
            defaultValue = "recommendations",
            description = "Name of the stream (default: ${DEFAULT-VALUE}).")
    private String stream = "";

    @Option(
            names = "--max-results",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Rows of a result, where the stream has such a parameter (default: ${DEFAULT-VALUE}).")
    private long maxResults;

    @Mixin
    private ParameterOption parameters = new ParameterOption();

    @Option(
            names = "--readers",
            paramLabel = "SHARE",
            split = ",",
            description =
                    "Users that read otherwise than as fast as they can: paced=20%%@1MB (bytes a second), frozen=10%%@5s (stop for so long at the first bytes), killed=10%% (break off in the middle), resumed=10%% (and go on from there).")
    private List<String> readers = List.of();

    @Option(
            names = "--stall",
            paramLabel = "TIME",
            defaultValue = "1s",
            description = "A longer gap between rows is a stall (default: ${DEFAULT-VALUE}).")
    private String stall = "";

    @Mixin
    private OriginOption origin = new OriginOption();

    @Option(
            names = "--gateway",
            paramLabel = "TARGET",
            defaultValue = "localhost:3333",
            description = "HOST:PORT of HTTP (default: ${DEFAULT-VALUE}).")
    private String gateway = "";

    @Option(
            names = "--server-pid",
            paramLabel = "PID",
            description =
                    "The process whose CPU and memory are measured (default: the one that listens at --origin, if on this machine).")
    private @Nullable Long serverPid;

    @Option(
            names = "--fail-if",
            paramLabel = "CONDITION",
            description =
                    "Exit with 1 where it holds, such as 'ttfr.p99>50ms', 'native.rows_per_s<1000000', 'errors>0'; again for more.")
    private List<String> failIf = List.of();

    @Option(
            names = "--json",
            paramLabel = "FILE",
            defaultValue = "spillway-load.json",
            description = "All figures and histograms (default: ${DEFAULT-VALUE}).")
    private Path json = Path.of("");

    @Option(
            names = "--html",
            paramLabel = "FILE",
            defaultValue = "spillway-load.html",
            description = "A page with charts (default: ${DEFAULT-VALUE}).")
    private Path html = Path.of("");

    @Option(names = "--threads", paramLabel = "N", description = "Threads that read (default: half of the processors).")
    private @Nullable Integer threads;

    @Override
    public Integer call() throws InterruptedException {
        LoadPlan plan = plan();
        parsed("--run-time", runTime, _ -> plan.turns());
        List<Threshold> thresholds = failIf.stream()
                .map(each -> parsed("--fail-if", each, Threshold::parse))
                .toList();
        LoadResult result;
        try (LiveLine live = new LiveLine()) {
            result = LoadRun.run(plan, live);
        } catch (LoadFailure e) {
            return fail(String.valueOf(e.getMessage()));
        }
        PrintWriter out = spec.commandLine().getOut();
        Table.lines(result).forEach(out::println);
        try {
            Files.writeString(json, JsonReport.text(result));
            Files.writeString(html, HtmlReport.text(result));
        } catch (IOException e) {
            return fail("report: " + e);
        }
        out.println();
        out.println("All figures: " + json + ", " + html);
        return exitCode(result, thresholds);
    }

    private int exitCode(LoadResult result, List<Threshold> thresholds) {
        List<String> failures = thresholds.stream()
                .flatMap(each -> each.failures(result).stream())
                .toList();
        failures.forEach(each -> fail("--fail-if " + each));
        if (result.corrupt() > 0) {
            return Reason.DATA_LOSS.exitCode();
        }
        boolean nothing =
                result.scenarios().stream().allMatch(each -> each.tally().results() == 0);
        return nothing || !failures.isEmpty() ? FAILED : 0;
    }

    private int fail(String message) {
        spec.commandLine().getErr().println("spillway load: " + message);
        return FAILED;
    }

    private LoadPlan plan() {
        require(users > 0, "--users", users, "1 or more");
        require(isRate(spawnRate), "--spawn-rate", spawnRate, "more than 0");
        require(maxResults >= 0, "--max-results", maxResults, "0 or more");
        require(rate == null || isRate(rate), "--rate", rate, "more than 0");
        require(threads == null || threads > 0, "--threads", threads, "1 or more");
        Target grpc = parsed("--origin", origin.target(), Target::parse);
        return new LoadPlan(
                grpc,
                parsed("--gateway", gateway, Target::parse),
                stream,
                parameters.values(),
                OptionalLong.of(maxResults),
                scenarios(),
                users,
                spawnRate,
                parsed("--run-time", runTime, TimeText::parse),
                rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate),
                mix(),
                parsed("--stall", stall, TimeText::parse),
                Math.min(
                        users,
                        threads == null ? Math.max(1, Runtime.getRuntime().availableProcessors() / 2) : threads),
                server(grpc));
    }

    private static boolean isRate(double perSecond) {
        return perSecond > 0 && perSecond < Double.POSITIVE_INFINITY;
    }

    private List<Scenario> scenarios() {
        if (scenarioNames.isEmpty()) {
            return List.of(Scenario.values());
        }
        return scenarioNames.stream()
                .map(name -> Scenario.named(name.strip())
                        .orElseThrow(() -> usage("--scenarios: '" + name + "' (expected: "
                                + Arrays.stream(Scenario.values())
                                        .map(Scenario::toString)
                                        .collect(Collectors.joining(", "))
                                + ")")))
                .distinct()
                .toList();
    }

    private Mix mix() {
        return parsed(
                "--readers",
                String.join(",", readers),
                _ -> new Mix(readers.stream().map(ReaderShare::parse).toList()));
    }

    private Optional<ServerProcess> server(Target grpc) {
        if (serverPid != null) {
            require(ProcessHandle.of(serverPid).isPresent(), "--server-pid", serverPid, "a process of this machine");
            return Optional.of(new ServerProcess(serverPid));
        }
        return grpc.isLocal()
                ? PortOwner.of(grpc.port()).map(owner -> new ServerProcess(owner.pid()))
                : Optional.empty();
    }

    private void require(boolean holds, String option, @Nullable Object value, String expected) {
        if (!holds) {
            throw usage(option + ": " + value + " (expected: " + expected + ")");
        }
    }

    private <T> T parsed(String option, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw usage(option + ": " + e.getMessage());
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
