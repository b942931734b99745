package dev.spillway.app.get;

import dev.spillway.app.option.OriginOption;
import dev.spillway.app.terminal.Terminal;
import dev.spillway.client.ChunkStream;
import dev.spillway.client.ResultException;
import dev.spillway.client.SpillwayClient;
import dev.spillway.render.Format;
import dev.spillway.wire.Content;
import dev.spillway.wire.Crc32c;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.row.MalformedRow;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command {@code verify}: compares a file with what it should be. */
@Command(
        name = "verify",
        description = "Compares length and CRC32C of FILE with what `get --sidecar` noted in FILE.spillway, "
                + "with what a gateway says of the URL that it was downloaded from, "
                + "or with a result, which is read again.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the same", "1:cannot be verified", "2:usage", "4:different"})
public final class VerifyCommand implements Callable<Integer> {
    private static final int UNVERIFIED = 1;
    private static final int DIFFERENT = 4;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "What get wrote; or curl, in one of these formats without options.")
    private Path file = Path.of("");

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "URL",
            converter = MeasuredUrlConverter.class,
            description = "Compare with the result behind it: one with as=NAME, or /v1/results/ID.FORMAT.")
    private @Nullable MeasuredUrl url;

    @Option(
            names = "--result",
            paramLabel = "ID",
            converter = ResultIdConverter.class,
            description = "Compare with this result, not with FILE.spillway.")
    private @Nullable ResultId result;

    @Mixin
    private FormatOption formatOption = new FormatOption();

    @Mixin
    private OriginOption origin = new OriginOption();

    /** Why a file cannot be verified. */
    private static final class Unverifiable extends Exception {
        private static final long serialVersionUID = 1;

        Unverifiable(String why) {
            super(why);
        }
    }

    static final class MeasuredUrlConverter implements ITypeConverter<MeasuredUrl> {
        @Override
        public MeasuredUrl convert(String text) {
            try {
                return new MeasuredUrl(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        if (result != null && url != null) {
            throw new ParameterException(spec.commandLine(), "--result: with URL (expected: one of them)");
        }
        Format format = result == null ? Format.PROTO : formatOption.of(file, "FILE " + file);
        try {
            if (!Files.isRegularFile(file)) {
                throw new Unverifiable(Files.exists(file) ? "no regular file" : "no such file");
            }
            if (url != null) {
                return compared(measured(url), url.server());
            }
            Sidecar expected = result == null ? sidecar() : rendered(result, format);
            return compared(expected, result == null ? Sidecar.beside(file).getFileName() : result);
        } catch (Unverifiable e) {
            return fail("cannot be verified: " + e.getMessage(), UNVERIFIED);
        } catch (IOException e) {
            return fail("cannot be verified: " + ErrorLine.of(e, file), UNVERIFIED);
        }
    }

    private Sidecar sidecar() throws IOException, Unverifiable {
        Path sidecar = Sidecar.beside(file.toRealPath());
        if (!Files.exists(sidecar)) {
            throw new Unverifiable("no " + sidecar.getFileName()
                    + " beside it (get --sidecar writes one), and neither URL nor --result");
        }
        try {
            return Sidecar.read(sidecar);
        } catch (IllegalArgumentException e) {
            throw new Unverifiable(sidecar + ": " + e.getMessage());
        }
    }

    private static Sidecar measured(MeasuredUrl url) throws InterruptedException, Unverifiable {
        try {
            return url.ask();
        } catch (IOException e) {
            throw new Unverifiable(ErrorLine.of(e, url));
        }
    }

    private Sidecar rendered(ResultId id, Format format) throws IOException, Unverifiable {
        Summing all = new Summing();
        boolean withBar = Terminal.STDERR.isThere();
        try (SpillwayClient client = origin.client(GetCommand.USER_AGENT);
                ProgressDisplay display = new ProgressDisplay(file.toString(), spec, withBar, Optional.empty());
                ChunkStream chunks = client.resume(id, 0).onProgress(display).chunks()) {
            if (!(chunks.header().content() instanceof Content.Rows rows)) {
                throw new Unverifiable(Reason.UNIMPLEMENTED + " result " + id + ": a file (expected: rows)");
            }
            display.expect(chunks.header().estimatedRows());
            Rendering rendering = new Rendering(rows.schema(), format, all, display);
            return new Sidecar(rendering.write(chunks).rows(), all.written());
        } catch (ResultException e) {
            throw new Unverifiable(ErrorLine.of(e));
        } catch (MalformedRow e) {
            throw new Unverifiable(ErrorLine.of(Reason.DATA_LOSS, String.valueOf(e.getMessage())));
        }
    }

    private int compared(Sidecar expected, Object with) throws IOException {
        Checksum is;
        try (FileChannel channel = FileChannel.open(file)) {
            long length = channel.size();
            is = length == expected.file().length() ? Checksum.of(channel, length) : new Checksum(length, 0);
        }
        String difference = is.otherThan(expected.file());
        if (!difference.isEmpty()) {
            return fail(difference, DIFFERENT);
        }
        spec.commandLine()
                .getOut()
                .println(String.format(
                        Locale.ROOT,
                        "%s: %,d rows, complete, checksum equal (crc32c %s, %s)",
                        file,
                        expected.rows(),
                        Crc32c.toHex(is.crc32c()),
                        with));
        return 0;
    }

    private int fail(String message, int exitCode) {
        spec.commandLine().getErr().println("spillway verify: " + file + ": " + message);
        return exitCode;
    }
}
