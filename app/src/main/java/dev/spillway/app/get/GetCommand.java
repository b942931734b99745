package dev.spillway.app.get;

import dev.spillway.app.option.OriginOption;
import dev.spillway.app.option.ParameterOption;
import dev.spillway.app.terminal.Terminal;
import dev.spillway.client.ChunkStream;
import dev.spillway.client.ResultException;
import dev.spillway.client.ResultQuery;
import dev.spillway.client.SpillwayClient;
import dev.spillway.render.Format;
import dev.spillway.wire.Content;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.row.MalformedRow;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
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
            "FILE appears when it is whole and verified. Until then, and after a failure",
            "or Ctrl-C, what came is in FILE.part; the next get of FILE starts anew."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:complete and verified",
            "1:failed, or the reader of stdout left",
            "2:usage",
            "4:what came is not what was sent"
        })
public final class GetCommand implements Callable<Integer> {
    /** How the commands that read call themselves. */
    static final String USER_AGENT = "spillway-get";

    private static final int FAILED = 1;

    private final OutputStream stdout;

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

    @Option(
            names = "--format",
            paramLabel = "F",
            description = "ndjson, csv, json, text or proto (default: FILE's extension, else ndjson).")
    private @Nullable String formatName;

    @Mixin
    private OriginOption origin = new OriginOption();

    /** Prints rows to the standard output of the process. */
    public GetCommand() {
        this(new FileOutputStream(FileDescriptor.out));
    }

    GetCommand(OutputStream stdout) {
        this.stdout = stdout;
    }

    @Override
    public Integer call() {
        Format format = format();
        Map<String, String> values = parameters.values();
        try (SpillwayClient client = origin.client(USER_AGENT);
                Destination destination = file == null ? new StandardOutput(stdout) : PartFile.open(file)) {
            ResultQuery query = client.query(stream);
            for (Map.Entry<String, String> value : values.entrySet()) {
                query = query.with(value.getKey(), value.getValue());
            }
            return get(query, format, destination);
        } catch (IOException e) {
            return fail(ErrorLine.of(e, String.valueOf(file)), "", FAILED);
        }
    }

    private int get(ResultQuery query, Format format, Destination destination) {
        String summary;
        try (ProgressDisplay display = new ProgressDisplay(stream, showsBar());
                ChunkStream chunks = query.onProgress(display).chunks()) {
            if (!(chunks.header().content() instanceof Content.Rows rows)) {
                return fail(Reason.UNIMPLEMENTED + " " + stream + ": a file (expected: rows)", "", FAILED);
            }
            display.expect(chunks.header().estimatedRows());
            Rendering rendering = new Rendering(rows.schema(), format, destination, display);
            Position total = rendering.write(chunks);
            summary = display.summary(total, rendering.bytesWritten());
        } catch (ResultException e) {
            return fail(ErrorLine.of(e), destination.remains(), e.reason().exitCode());
        } catch (MalformedRow e) {
            return fail(Reason.DATA_LOSS + " " + e.getMessage(), destination.remains(), Reason.DATA_LOSS.exitCode());
        } catch (IOException e) {
            return StandardOutput.readerLeft(e)
                    ? FAILED
                    : fail(ErrorLine.of(e, destination), destination.remains(), FAILED);
        }
        spec.commandLine().getErr().println(summary);
        return 0;
    }

    /** The bar would stand between the rows if they went to the terminal too. */
    private boolean showsBar() {
        return Terminal.STDERR.isThere() && (file != null || !Terminal.STDOUT.isThere());
    }

    private int fail(String message, String remains, int exitCode) {
        spec.commandLine()
                .getErr()
                .println("spillway get: " + message + (remains.isEmpty() ? "" : " (" + remains + ")"));
        return exitCode;
    }

    private Format format() {
        if (formatName != null) {
            return format("--format", formatName);
        }
        String name = file == null ? "" : String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot < 0 ? Format.NDJSON : format("-o " + file, name.substring(dot + 1));
    }

    private Format format(String option, String name) {
        return Format.named(name)
                .orElseThrow(() -> usage(option + ": no format '" + name + "' (expected: "
                        + String.join(
                                ", ",
                                Arrays.stream(Format.values())
                                        .map(Format::toString)
                                        .toList())
                        + "); --format says which"));
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
