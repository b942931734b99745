package dev.spillway.server.http;

import dev.spillway.render.Format;
import dev.spillway.wire.Column;
import dev.spillway.wire.Content;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.StreamInfo;
import dev.spillway.wire.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The streams as a JSON document, and as a page. */
final class StreamList {
    private static final JsonMapper JSON = JsonMapper.shared();

    private StreamList() {}

    static byte[] json(List<StreamInfo> streams) {
        Map<String, Object> document =
                Map.of("streams", streams.stream().map(StreamList::describe).toList());
        return (JSON.writeValueAsString(document) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> describe(StreamInfo stream) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", stream.name());
        document.put(
                "parameters",
                stream.parameters().stream().map(StreamList::describe).toList());
        document.put("replay", stream.replay().name().toLowerCase(Locale.ROOT));
        if (stream.content() instanceof Content.Rows rows) {
            document.put("message", rows.schema().message().getFullName());
            document.put(
                    "columns",
                    rows.schema().columns().stream().map(StreamList::describe).toList());
        }
        document.put(
                "formats", Arrays.stream(Format.values()).map(Format::toString).toList());
        return document;
    }

    private static Map<String, Object> describe(Parameter parameter) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", parameter.name());
        document.put("type", parameter.type().toString());
        document.put("default", plain(parameter.defaultValue()));
        parameter.min().ifPresent(min -> document.put("min", plain(min)));
        parameter.max().ifPresent(max -> document.put("max", plain(max)));
        return document;
    }

    private static Map<String, Object> describe(Column column) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", column.name());
        document.put("field", column.number());
        document.put("type", column.kind().name().toLowerCase(Locale.ROOT));
        document.put("nullable", column.nullable());
        document.put("repeated", column.repeated());
        return document;
    }

    private static Object plain(Value value) {
        return switch (value) {
            case Value.Int64(long number) -> number;
            case Value.Float64(double number) -> number;
            case Value.Bool(boolean bool) -> bool;
            default -> value.toString();
        };
    }

    static byte[] html(List<StreamInfo> streams, List<Trigger> triggers) {
        StringBuilder page = new StringBuilder("""
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <meta name="color-scheme" content="light dark">
                <title>Spillway</title>
                <style>
                  body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem }
                  code { font-size: .95em }
                  td, th { text-align: left; padding: .1rem 1.5rem .1rem 0; vertical-align: top; font-weight: normal }
                  th { opacity: .7 }
                </style>
                <h1>Spillway</h1>
                """);
        for (StreamInfo stream : streams) {
            append(page, stream, triggers);
        }
        page.append("<p><a href=\"/v1/streams\">All streams as JSON</a></p>\n</html>\n");
        return page.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(StringBuilder page, StreamInfo stream, List<Trigger> triggers) {
        String name = escape(stream.name());
        page.append("<h2>").append(name).append("</h2>\n<table>\n");
        for (Parameter parameter : stream.parameters()) {
            page.append("<tr><th>").append(escape(parameter.name())).append("</th><td>");
            page.append(parameter.type())
                    .append(" = ")
                    .append(escape(parameter.defaultValue().toString()));
            parameter.min().ifPresent(min -> page.append(", from ").append(escape(min.toString())));
            parameter.max().ifPresent(max -> page.append(" to ").append(escape(max.toString())));
            page.append("</td></tr>\n");
        }
        if (stream.content() instanceof Content.Rows rows) {
            page.append("<tr><th>columns</th><td>");
            page.append(String.join(
                    ", ",
                    rows.schema().columns().stream()
                            .map(column -> escape(column.name()) + " "
                                    + column.kind().name().toLowerCase(Locale.ROOT))
                            .toList()));
            page.append("</td></tr>\n");
        }
        page.append("</table>\n<p>");
        for (Format format : Format.values()) {
            String url = "/v1/streams/" + name + "." + format;
            page.append("<a href=\"").append(url).append("\">").append(format).append("</a> ");
        }
        for (Trigger trigger : triggers) {
            if (trigger.stream().equals(stream.name())) {
                page.append("<code>").append(escape(trigger.path())).append("</code> ");
            }
        }
        page.append("</p>\n");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
