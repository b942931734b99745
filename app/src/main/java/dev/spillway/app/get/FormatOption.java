package dev.spillway.app.get;

import dev.spillway.render.Format;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which format a command shows rows in. */
final class FormatOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--format",
            paramLabel = "F",
            description = "ndjson, csv, json, text or proto (default: FILE's extension, else ndjson).")
    private @Nullable String name;

    /** As it was given. */
    Optional<String> given() {
        return Optional.ofNullable(name);
    }

    /**
     * @param what how messages call the file
     * @throws ParameterException no format has this name, or that of the file's extension
     */
    Format of(@Nullable Path file, String what) {
        if (name != null) {
            return format("--format", name);
        }
        String fileName = file == null ? "" : String.valueOf(file.getFileName());
        int dot = fileName.lastIndexOf('.');
        return dot < 0 ? Format.NDJSON : format(what, fileName.substring(dot + 1));
    }

    private Format format(String what, String of) {
        return Format.named(of)
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(),
                        what + ": no format '" + of + "' (expected: "
                                + String.join(
                                        ", ",
                                        Arrays.stream(Format.values())
                                                .map(Format::toString)
                                                .toList())
                                + "); --format says which"));
    }
}
