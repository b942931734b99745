package dev.spillway.sql.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.DynamicMessage;
import dev.spillway.source.Arguments;
import dev.spillway.source.Source;
import dev.spillway.sql.Reading;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.ParameterType;
import dev.spillway.wire.Value;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The lexer and the database agree on what is text, a name or a comment, and what is not. */
class SqlTextOnDuckDbTest {
    private static final List<Parameter> PARAMETERS = List.of(
            new Parameter("a", ParameterType.STRING, new Value.Text("bound"), Optional.empty(), Optional.empty()));

    /** A query of two columns, and what is in the first; the second is the argument. */
    private record Case(String sql, String text) {}

    private static Case random(Random random) {
        String alphabet = ":a'\"$[]();-/*?\\\nE ";
        StringBuilder any = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            any.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        String text = any.toString();
        String noComment = text.replace("*/", " ").replace("/*", " ");
        String name = '"' + text.replace("\"", "\"\"") + "x\"";
        return switch (random.nextInt(6)) {
            case 0 -> new Case("SELECT '" + text.replace("'", "''") + "' AS text, :a AS a", text);
            case 1 ->
                new Case("SELECT E'" + text.replace("\\", "\\\\").replace("'", "\\'") + "' AS text, :a AS a", text);
            case 2 -> new Case("SELECT $q$" + text + "$q$ AS text, :a AS a", text);
            case 3 -> new Case("SELECT " + name + " AS text, :a AS a FROM (SELECT 'y' AS " + name + ")", "y");
            case 4 -> new Case("SELECT /*" + noComment + " /* ' */ : */ 'y' AS text, :a AS a", "y");
            default -> new Case("SELECT 'y' AS text --" + text.replace("\n", "") + "\n, :a AS a", "y");
        };
    }

    @Test
    void theDatabaseReadsTextNamesAndCommentsAsTheLexerDoes() throws Exception {
        try (DuckDbDatabase database = DuckDbDatabase.open("lexer", DuckDbSettings.DEFAULTS)) {
            for (long seed = 1; seed <= 600; seed++) {
                Case each = random(new Random(seed));
                String message = "seed " + seed + ": " + each.sql;
                Source source = database.query("s", each.sql, PARAMETERS, Optional.empty());
                DynamicMessage row =
                        Reading.rows(source, Arguments.defaults(PARAMETERS)).getFirst();
                assertEquals(each.text, Reading.value(row, "text"), message);
                assertEquals("bound", Reading.value(row, "a"), message);
            }
        }
    }

    @Test
    void slicesCastsAndLiteralsMeanWhatTheyMeanToTheDatabase() throws Exception {
        String sql = """
                SELECT x[2:n] AS a1, x[:n] AS a2, x[n:] AS a3, x[1: :a::int] AS a4, x[(:a)::int] AS a5,
                       {k:n}.k AS a6, list_sum([:a::int, n]) AS a7, '1'::int AS a8, e: :a
                FROM (SELECT [1, 2, 3] AS x, 2 AS n)
                """.replace("AS a1", "::VARCHAR AS a1")
                .replace("AS a2", "::VARCHAR AS a2")
                .replace("AS a3", "::VARCHAR AS a3")
                .replace("AS a4", "::VARCHAR AS a4")
                .replace("AS a7", "::VARCHAR AS a7");
        try (DuckDbDatabase database = DuckDbDatabase.open("lexer", DuckDbSettings.DEFAULTS)) {
            Source source = database.query("s", sql, parameterOf("3"), Optional.empty());
            DynamicMessage row =
                    Reading.rows(source, Arguments.defaults(parameterOf("3"))).getFirst();
            assertEquals(
                    List.of("[2]", "[1, 2]", "[2, 3]", "[1, 2, 3]", 3, 2, "5", 1, "3"),
                    row.getAllFields().values().stream().toList());
        }
    }

    private static List<Parameter> parameterOf(String value) {
        return List.of(
                new Parameter("a", ParameterType.STRING, new Value.Text(value), Optional.empty(), Optional.empty()));
    }
}
