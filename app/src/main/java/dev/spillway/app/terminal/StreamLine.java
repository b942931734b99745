package dev.spillway.app.terminal;

import dev.spillway.wire.Column;
import dev.spillway.wire.Content;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.StreamInfo;
import dev.spillway.wire.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A stream in one line: its name, what it takes, and what it gives. {@code books   max_results int64 = 10, 0…100   → id
 * int32, title string}
 */
public final class StreamLine {
    private static final String GAP = "   ";

    private StreamLine() {}

    /** A line each, with what follows the names below each other. */
    public static List<String> all(List<StreamInfo> streams) {
        int width =
                streams.stream().mapToInt(each -> each.name().length()).max().orElse(0);
        return streams.stream().map(each -> of(each, width)).toList();
    }

    private static String of(StreamInfo stream, int nameWidth) {
        List<String> parts = new ArrayList<>();
        parts.add(
                stream.name() + " ".repeat(Math.max(0, nameWidth - stream.name().length())));
        stream.parameters().forEach(parameter -> parts.add(takes(parameter)));
        parts.add("→ " + gives(stream.content()));
        return String.join(GAP, parts);
    }

    private static String takes(Parameter parameter) {
        String text = parameter.name() + " " + parameter.type() + " = " + parameter.defaultValue();
        return parameter.min().isEmpty() && parameter.max().isEmpty()
                ? text
                : text + ", " + parameter.min().map(Value::toString).orElse("") + "…"
                        + parameter.max().map(Value::toString).orElse("");
    }

    private static String gives(Content content) {
        return switch (content) {
            case Content.Rows rows ->
                rows.schema().columns().stream().map(StreamLine::column).collect(Collectors.joining(", "));
            case Content.Bytes bytes -> bytes.contentType().isEmpty() ? "a file" : "a file, " + bytes.contentType();
        };
    }

    private static String column(Column column) {
        String kind = column.kind().name().toLowerCase(Locale.ROOT);
        return column.name() + " " + (column.repeated() ? "repeated " + kind : kind);
    }
}
