package dev.spillway.app.get;

import dev.spillway.app.option.OriginOption;
import dev.spillway.app.option.ParameterOption;
import dev.spillway.app.option.TimeText;
import dev.spillway.app.terminal.Terminal;
import dev.spillway.client.ChunkStream;
import dev.spillway.client.ResultException;
import dev.spillway.client.ResultQuery;
import dev.spillway.client.ResultRead;
import dev.spillway.client.SpillwayClient;
import dev.spillway.wire.Content;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Outlook;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.row.MalformedRow;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code get}: reads a result from an origin, verifies it and renders it. */
@Command(
        name = "get",
        description = "Reads a result of STREAM, verifies it, and prints its rows or writes them to a file.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "FILE appears when it is whole and verified. Until then, whatever ends the",
            "program, what came is in FILE.part, and FILE.part.state says what it is of:",
            "the same get again goes on there, if the origin keeps the result, and starts",
            "anew if it never did. Any other get of FILE needs --restart."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:complete and verified",
            "1:failed, or the reader of stdout left",
            "2:usage, or FILE.part is not of this get",
            "3:incomplete; the same get goes on",
            "4:what came is not what was sent, or what was kept is damaged"
        })
public final class GetCommand implements Callable<Integer> {
    /** How the commands that read call themselves. */
    static final String USER_AGENT = "spillway-get";

    private static final int FAILED = 1;
    private static final int GOES_ON = 3;

    private final OutputStream stdout;
    private final Disk disk;
    private final LongSupplier nanoTime;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "STREAM", description = "Name of the stream; `spillway streams` lists them.")
    private String stream = "";

    @Mixin
    private ParameterOption parameters = new ParameterOption();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write to FILE, not to stdout.")
    private @Nullable Path file;

    @Option(names = "--restart", description = "Start anew, whatever is in FILE.part.")
    private boolean restart;

    @Option(names = "--sidecar", description = "Leave FILE.spillway beside FILE, for `spillway verify`.")
    private boolean sidecar;

    @Mixin
    private FormatOption formatOption = new FormatOption();

    @Option(
            names = "--give-up-after",
            paramLabel = "TIME",
            defaultValue = "2m",
            description = "How long to try to go on after a cut, such as 30s or 5m; 0: not at all "
                    + "(default: ${DEFAULT-VALUE}).")
    private String giveUpAfter = "";

    @Mixin
    private OriginOption origin = new OriginOption();

    /** Prints rows to the standard output of the process. */
    public GetCommand() {
        this(new FileOutputStream(FileDescriptor.out), new LocalDisk(), System::nanoTime);
    }

    GetCommand(OutputStream stdout, Disk disk, LongSupplier nanoTime) {
        this.stdout = stdout;
        this.disk = disk;
        this.nanoTime = nanoTime;
    }

    @Override
    public Integer call() {
        Asked asked = new Asked(stream, parameters.values(), formatOption.of(file, "-o " + file), origin.target());
        if (file == null && (restart || sidecar)) {
            throw usage((restart ? "--restart" : "--sidecar") + ": without -o FILE");
        }
        Duration patience = patience();
        try (SpillwayClient client =
                origin.client(builder -> builder.userAgent(USER_AGENT).giveUpAfter(patience))) {
            if (file == null) {
                return get(client, asked, new StandardOutput(stdout), Optional.empty());
            }
            try (PartFile part = PartFile.open(file, asked, restart, disk, nanoTime)) {
                if (sidecar) {
                    part.withSidecar();
                }
                return get(client, asked, part, part.kept());
            }
        } catch (IOException e) {
            return fail(ErrorLine.of(e, String.valueOf(file)), FAILED);
        } catch (RefusedPart e) {
            return fail(e.getMessage() + "; --restart starts anew", e.exitCode());
        }
    }

    private Duration patience() {
        try {
            return giveUpAfter.equals("0") ? Duration.ZERO : TimeText.parse(giveUpAfter);
        } catch (IllegalArgumentException e) {
            throw usage("--give-up-after: " + e.getMessage());
        }
    }

    /** @param start where an earlier run stopped */
    private int get(SpillwayClient client, Asked asked, Destination destination, Optional<Checkpoint> start) {
        String summary;
        try (ProgressDisplay display = new ProgressDisplay(stream, spec, showsBar(), start);
                ChunkStream chunks =
                        read(client, asked, start).onProgress(display).chunks()) {
            Frame.Header header = chunks.header();
            if (!(header.content() instanceof Content.Rows rows)) {
                return fail(Reason.UNIMPLEMENTED + " " + stream + ": a file (expected: rows)", FAILED);
            }
            if (start.isPresent() && !start.get().result().equals(header.resultId())) {
                String other = "result: " + header.resultId() + " (expected: "
                        + start.get().result() + ")";
                return stopped(Reason.DATA_LOSS, other, destination);
            }
            display.expect(header.estimatedRows());
            Rendering rendering = new Rendering(rows.schema(), asked.format(), destination, display);
            Position total = rendering.write(chunks);
            summary = display.summary(total, rendering.bytesWritten());
        } catch (ResultException e) {
            return stopped(e.reason(), e.text(), destination);
        } catch (MalformedRow e) {
            return stopped(Reason.DATA_LOSS, String.valueOf(e.getMessage()), destination);
        } catch (IOException e) {
            return StandardOutput.readerLeft(e)
                    ? FAILED
                    : stopped(ErrorLine.of(e, destination), FAILED, Outlook.GOES_ON, destination);
        }
        spec.commandLine().getErr().println(summary);
        return 0;
    }

    private static ResultRead read(SpillwayClient client, Asked asked, Optional<Checkpoint> start) {
        if (start.isPresent()) {
            return client.resume(start.get().token());
        }
        ResultQuery query = client.query(asked.stream());
        for (Map.Entry<String, String> value : asked.parameters().entrySet()) {
            query = query.with(value.getKey(), value.getValue());
        }
        return query;
    }

    /** The bar would stand between the rows if they went to the terminal too. */
    private boolean showsBar() {
        return Terminal.STDERR.isThere() && (file != null || !Terminal.STDOUT.isThere());
    }

    private int stopped(Reason reason, String text, Destination destination) {
        return stopped(ErrorLine.of(reason, text), reason.exitCode(), Outlook.of(reason), destination);
    }

    private int stopped(String message, int exitCode, Outlook outlook, Destination destination) {
        boolean kept;
        try {
            kept = destination.keep(outlook);
        } catch (IOException e) {
            return fail(message + "; " + ErrorLine.of(e, destination), exitCode);
        }
        boolean goesOn = kept && outlook == Outlook.GOES_ON;
        String next = kept ? (goesOn ? "" : "; --restart starts anew") : "; the next get starts anew";
        String remains = destination.remains();
        int code = fail(
                remains.isEmpty() ? message : message + " (" + remains + next + ")",
                goesOn && exitCode == FAILED ? GOES_ON : exitCode);
        if (goesOn) {
            spec.commandLine().getErr().println("to go on:  " + again());
        }
        return code;
    }

    /** This command, which goes on where this run stopped. */
    private String again() {
        List<String> words = new ArrayList<>(List.of("spillway", "get", stream));
        parameters.values().forEach((name, value) -> words.addAll(List.of("-p", name + "=" + value)));
        words.addAll(List.of("-o", String.valueOf(file)));
        formatOption.given().ifPresent(name -> words.addAll(List.of("--format", name)));
        words.addAll(sidecar ? List.of("--sidecar") : List.of());
        if (!origin.target().equals(OriginOption.DEFAULT)) {
            words.addAll(List.of("--origin", origin.target()));
        }
        return ShellLine.of(words);
    }

    private int fail(String message, int exitCode) {
        spec.commandLine().getErr().println("spillway get: " + message);
        return exitCode;
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
