package dev.spillway.render;

import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A format with its options: all that decides, beside the rows, what the bytes of a rendering are. */
public record Rendition(Format format, Int64As int64) {
    private static final String INT64 = "int64";

    /** The format without options. */
    public Rendition(Format format) {
        this(format, Int64As.NUMBER);
    }

    /**
     * Of names, as a request carries them.
     *
     * @throws ResultFailure INVALID_PARAMETER: there is no such format, no such option, or not of this format
     */
    public static Rendition of(String format, Map<String, String> options) throws ResultFailure {
        Format named = Format.named(format)
                .orElseThrow(() -> new ResultFailure(
                        Reason.INVALID_PARAMETER, "format: " + format + " (expected: one of " + names() + ")"));
        Map<String, String> rest = new HashMap<>(options);
        Rendition rendition = take(named, rest);
        if (!rest.isEmpty()) {
            throw new ResultFailure(
                    Reason.INVALID_PARAMETER, "option: " + rest.keySet() + " (expected: none but " + INT64 + ")");
        }
        return rendition;
    }

    /**
     * The format with those of the options that are its own; they are taken out.
     *
     * @throws ResultFailure INVALID_PARAMETER: one has a value that it does not take, or not with this format
     */
    public static Rendition take(Format format, Map<String, String> options) throws ResultFailure {
        String given = options.remove(INT64);
        if (given == null) {
            return new Rendition(format);
        }
        Int64As int64 = Int64As.named(given)
                .orElseThrow(() -> new ResultFailure(
                        Reason.INVALID_PARAMETER, INT64 + ": " + given + " (expected: number, string)"));
        if (int64 == Int64As.STRING && !format.isJson()) {
            throw new ResultFailure(
                    Reason.INVALID_PARAMETER,
                    INT64 + ": " + given + " with " + format + " (expected: with ndjson, json)");
        }
        return new Rendition(format, int64);
    }

    private static String names() {
        return Arrays.stream(Format.values()).map(Format::toString).collect(Collectors.joining(", "));
    }

    /** The options that differ from their defaults, by name: what {@link #of} makes this of. */
    public Map<String, String> options() {
        return int64 == Int64As.NUMBER ? Map.of() : Map.of(INT64, int64.toString());
    }

    /** A new renderer of rows of this schema. */
    public Renderer renderer(RowSchema schema) {
        return format.renderer(schema, int64);
    }
}
