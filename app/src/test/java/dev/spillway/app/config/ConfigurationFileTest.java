package dev.spillway.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.render.Format;
import dev.spillway.wire.ParameterType;
import dev.spillway.wire.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileTest {
    @TempDir
    Path folder;

    @Test
    void anEmptyFileIsAllDefaults() throws Exception {
        Configuration configuration = read("").configuration();
        assertEquals("/127.0.0.1:50051", configuration.origin().listen().toString());
        assertEquals(DataSize.parse("64KiB"), configuration.origin().chunk());
        assertEquals(Duration.ofSeconds(10), configuration.gateway().commitAfter());
        assertTrue(configuration.origin().servesReflection());
        assertTrue(configuration.streams().isEmpty());
    }

    @Test
    void theBookShopIsRead() throws Exception {
        ConfigurationFile file = ConfigurationFile.read(Path.of("../examples/bookshop/spillway.yaml"));
        file.problems().throwIfAny();
        TriggerSection trigger = file.configuration().gateway().triggers().get(0);
        assertEquals(Optional.of("max_results"), trigger.parameter());
        assertEquals(Format.TEXT, trigger.format());
        assertEquals(
                Path.of("").toAbsolutePath().resolve("recommend_books_from_server.txt"),
                trigger.tee().orElseThrow().path());
        StreamSection stream =
                Objects.requireNonNull(file.configuration().streams().get("recommendations"));
        assertEquals(
                new ParameterSection(
                        ParameterType.INT64,
                        new Value.Int64(10),
                        Optional.of(new Value.Int64(0)),
                        Optional.of(new Value.Int64(2147483647))),
                stream.parameters().get("max_results"));
        assertEquals(
                "recommendations.v1.BookRecommendation[id, title]",
                String.valueOf(Objects.requireNonNull(file.bindings().get("recommendations"))
                        .row()));
    }

    @Test
    void everyProblemIsReportedAtOnceByLine() throws Exception {
        assertProblems(
                """
                origin:
                  lisen: "127.0.0.1:1"
                  chunk: 1MiB
                  reflection: yes
                gateway:
                  listen: 3333
                  commit_after: 10
                  triggers:
                    - path: "/{max}"
                      stream: order
                      format: xml
                databases:
                  shop:
                    duckdb: ":memory:"
                    init: nowhere.sql
                    connections: 0
                streams:
                  orders:
                    database: shoop
                    sql: SELECT 1
                    row: a.B
                    estimate: day
                    parameters:
                      day: { type: date, default: "2026-02-30" }
                      token: { type: string, default: 12 }
                      n: { type: int32, default: 11, max: 10 }
                      m: { type: int64, default: 1, min: 3, max: 2 }
                      k: { type: int32 }
                """,
                "2   origin.lisen: no such key (did you mean: listen)",
                "3   origin.chunk: 1MiB (expected: a size such as 256MiB, 16KiB…256KiB)",
                "4   origin.reflection: yes (expected: true or false)",
                "6   gateway.listen: 3333 (expected: HOST:PORT such as 127.0.0.1:3333)",
                "7   gateway.commit_after: 10 (expected: a duration such as 5s, 1ms…1h)",
                "10   gateway.triggers[0].stream: order: no such stream (did you mean: orders)",
                "11   gateway.triggers[0].format: xml (expected: ndjson, csv, json, text, proto)",
                "15   databases.shop.init: nowhere.sql (expected: a file that can be read, from FOLDER)",
                "16   databases.shop.connections: 0 (expected: an integer, 1…1000)",
                "18   streams.orders.protos: missing (expected: the .proto files that define a.B)",
                "19   streams.orders.database: shoop: no such database (did you mean: shop)",
                "22   streams.orders.estimate: day (expected: the name of a parameter of type int32 or int64)",
                "24   streams.orders.parameters.day.default: 2026-02-30 (expected: a date such as 2026-01-31)",
                "25   streams.orders.parameters.token: token is an option of every request (expected: another name)",
                "25   streams.orders.parameters.token.default: 12 (expected: text)",
                "26   streams.orders.parameters.n.default: 11 (expected: -2147483648…10)",
                "27   streams.orders.parameters.m.max: 2 (expected: at least min, 3)",
                "28   streams.orders.parameters.k.default: missing (expected: true, false, a number or text)");
    }

    @Test
    void aTriggerNamesAParameterOfItsStream() throws Exception {
        assertProblems(
                """
                databases: { d: { duckdb: ":memory:" } }
                streams: { s: { database: d, sql: SELECT 1, parameters: { rows: { type: int32, default: 1 } } } }
                gateway:
                  triggers:
                    - { path: "/{row}", stream: s }
                    - { path: "/a/{rows}", stream: s }
                    - { path: "/a/{rows}", stream: s }
                    - { path: "/v1/{rows}", stream: s }
                """,
                "5   gateway.triggers[0].path: row: no such parameter of s (did you mean: rows)",
                "7   gateway.triggers[2].path: /a/{rows}: gateway.triggers[1] has the same path",
                "8   gateway.triggers[3].path: /v1/{rows} (expected: /{PARAMETER} or /WORD/{PARAMETER}, and the word not v1)");
    }

    @Test
    void corsTakesOriginsAsBrowsersSendThem() throws Exception {
        assertProblems(
                """
                gateway:
                  cors:
                    - https://example.com
                    - http://localhost:8080
                    - https://example.com/page
                    - example.com
                    - "*"
                """,
                "5   gateway.cors[2]: https://example.com/page (expected: an origin such as https://example.com or "
                        + "http://localhost:8080, or only *)",
                "6   gateway.cors[3]: example.com (expected: an origin such as https://example.com or "
                        + "http://localhost:8080, or only *)",
                "7   gateway.cors[4]: * (expected: an origin such as https://example.com or http://localhost:8080, or only *)");
    }

    @Test
    void whatIsNoYamlIsSaidWithItsLine() throws Exception {
        assertProblems("origin:\n  listen: [1\ngateway: {}\n", "3   no YAML: expected ',' or ']', but got :, column 8");
    }

    @Test
    void aKeyThatStandsTwiceIsRefused() throws Exception {
        assertProblems("gateway: {}\norigin: {}\ngateway: {}\n", "3   gateway: twice");
    }

    @Test
    void aFileThatIsNotThereIsSaid() {
        InvalidConfiguration refused =
                assertThrows(InvalidConfiguration.class, () -> ConfigurationFile.read(folder.resolve("nowhere.yaml")));
        assertEquals(folder.resolve("nowhere.yaml") + "   cannot be read: no such file", refused.getMessage());
    }

    @Test
    void problemsOfAProtoFileAreReportedThere() throws Exception {
        Files.writeString(folder.resolve("a.proto"), """
                syntax = "proto3";
                package a;
                import "b.proto";
                message Row {
                  int32 id = 1;
                  Title title = 2;
                }
                """);
        assertProblems(
                """
                databases: { d: { duckdb: ":memory:" } }
                streams: { s: { database: d, sql: SELECT 1, protos: [a.proto], row: a.Row } }
                """,
                "a.proto   b.proto: imported, but no such file (expected: in FOLDER)",
                "a.proto:6   unable to resolve Title, for field title, in message a.Row");
    }

    @Test
    void aProtoFileThatDoesNotParseIsReportedThere() throws Exception {
        Files.writeString(folder.resolve("a.proto"), "syntax = \"proto3\";\nmessage Row { int32 = 1; }\n");
        assertProblems("""
                databases: { d: { duckdb: ":memory:" } }
                streams: { s: { database: d, sql: SELECT 1, protos: [a.proto], row: Row } }
                """, "a.proto:2   expected a word");
    }

    @Test
    void aRowThatTheFilesDoNotDefineIsRefused() throws Exception {
        Files.writeString(
                folder.resolve("a.proto"), "syntax = \"proto3\";\npackage a;\nmessage Row { int32 id = 1; }\n");
        assertProblems("""
                databases: { d: { duckdb: ":memory:" } }
                streams:
                  s: { database: d, sql: SELECT 1, protos: [a.proto],
                       row: a.Roww }
                """, "4   streams.s.row: message a.Roww: not in [a.proto]");
    }

    private ConfigurationFile read(String yaml) throws IOException, InvalidConfiguration {
        Path file = folder.resolve("spillway.yaml");
        Files.writeString(file, yaml);
        return ConfigurationFile.read(file);
    }

    /** The problems of a file; where a line starts with a number it is one of the file itself. */
    private void assertProblems(String yaml, String... expected) {
        InvalidConfiguration refused = assertThrows(
                InvalidConfiguration.class, () -> read(yaml).problems().throwIfAny());
        List<String> found = refused.problems().stream()
                .map(Problem::toString)
                .map(line -> line.replace(folder + "/spillway.yaml:", "").replace(folder + "/a.proto", "a.proto"))
                .map(line -> line.replace(folder.toString(), "FOLDER"))
                .toList();
        assertEquals(String.join("\n", expected), String.join("\n", found));
    }
}
