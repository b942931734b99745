package dev.spillway.app.get;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.client.ScriptedOrigin;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.Content;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.ParameterType;
import dev.spillway.wire.Replay;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.StreamInfo;
import dev.spillway.wire.Value;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

@Timeout(60)
class StreamsCommandTest {
    private final StringWriter stdout = new StringWriter();
    private final StringWriter stderr = new StringWriter();

    private int streams(String origin) {
        return new CommandLine(new StreamsCommand())
                .setOut(new PrintWriter(stdout, true))
                .setErr(new PrintWriter(stderr, true))
                .execute("--origin", origin);
    }

    private static Parameter parameter(String name, Optional<Value> min, Optional<Value> max) {
        return new Parameter(name, ParameterType.INT64, new Value.Int64(1), min, max);
    }

    @Test
    void eachStreamIsALineWithItsParametersAndColumns() throws IOException {
        Optional<Value> zero = Optional.of(new Value.Int64(0));
        Optional<Value> ten = Optional.of(new Value.Int64(10));
        List<StreamInfo> infos = List.of(
                new StreamInfo(
                        "archive",
                        List.of(),
                        new Content.Bytes("application/zip", OptionalLong.empty(), ""),
                        Replay.SOURCE),
                new StreamInfo(
                        "books",
                        List.of(
                                parameter("user", Optional.empty(), Optional.empty()),
                                parameter("both", zero, ten),
                                parameter("least", zero, Optional.empty()),
                                parameter("most", Optional.empty(), ten)),
                        new Content.Rows(RowSchema.derive("Book")
                                .column("id", ColumnKind.INT32)
                                .list("titles", ColumnKind.STRING)
                                .build()),
                        Replay.NONE));
        try (ScriptedOrigin origin = new ScriptedOrigin(ScriptedOrigin.sending(List.of())).listing(infos)) {
            assertEquals(0, streams(origin.target()));
        }
        assertEquals("""
                archive   → a file, application/zip
                books     user int64 = 1   both int64 = 1, 0…10   least int64 = 1, 0…   most int64 = 1, …10   \
                → id int32, titles repeated string
                """, stdout.toString());
        assertEquals("", stderr.toString());
    }

    @Test
    void anOriginThatIsNotThereIsOneLine() throws IOException {
        String gone;
        try (ScriptedOrigin origin = new ScriptedOrigin(ScriptedOrigin.sending(List.of()))) {
            gone = origin.target();
        }
        assertEquals(1, streams(gone));
        assertTrue(stderr.toString().startsWith("spillway streams: UNAVAILABLE " + gone + ": "), stderr.toString());
        assertEquals(1, stderr.toString().lines().count());
    }
}
