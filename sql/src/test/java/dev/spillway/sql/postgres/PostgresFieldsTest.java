package dev.spillway.sql.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import dev.spillway.source.Arguments;
import dev.spillway.source.Source;
import dev.spillway.sql.ExpectedRow;
import dev.spillway.sql.Outing;
import dev.spillway.sql.Reading;
import dev.spillway.sql.SqlRefused;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Columns on their way into messages, lists, enums and oneofs. */
class PostgresFieldsTest {
    private static final RowSchema OUTING = RowSchema.of(Outing.descriptor());

    private static final Map<String, String> NOTHING = new LinkedHashMap<>();

    static {
        NOTHING.put("id", "1::bigint");
        for (String text : List.of("place.city", "weather", "person", "club.city", "note")) {
            NOTHING.put(text, "NULL::text");
        }
        for (String number : List.of("place.at.lat", "place.at.lon", "club.at.lat", "club.at.lon")) {
            NOTHING.put(number, "NULL::float8");
        }
        NOTHING.put("scores", "'{}'::int[]");
        NOTHING.put("tags", "'{}'::text[]");
        NOTHING.put("lasted", "NULL::interval");
    }

    private static PostgresDatabase database;

    @BeforeAll
    static void open() throws SqlRefused, SQLException {
        Server.execute("CREATE TYPE fields_weather AS ENUM ('SUNNY', 'RAINY', 'so so')");
        database = PostgresDatabase.open("fields", Server.settings());
    }

    @AfterAll
    static void close() throws SQLException {
        database.close();
        Server.execute("DROP TYPE fields_weather");
    }

    /** A row in which all is NULL or empty but what is given: names and values in turn. */
    private static String only(String... given) {
        Map<String, String> columns = new LinkedHashMap<>(NOTHING);
        for (int i = 0; i < given.length; i += 2) {
            columns.put(given[i], given[i + 1]);
        }
        return columns.entrySet().stream()
                .map(column -> column.getValue() + " AS \"" + column.getKey() + "\"")
                .collect(Collectors.joining(", ", "SELECT ", ""));
    }

    private static Optional<ExpectedRow> outing(String... omitted) {
        return Optional.of(new ExpectedRow(OUTING, Set.of(omitted), field -> ", see " + field));
    }

    private static Source query(String sql) throws SqlRefused {
        return database.query("outings", sql, List.of(), outing("path"));
    }

    private static List<String> problems(String sql, String... omitted) {
        return assertThrows(SqlRefused.class, () -> database.query("outings", sql, List.of(), outing(omitted)))
                .problems();
    }

    private static List<String> texts(Source source) throws Exception {
        List<String> texts = new ArrayList<>();
        for (DynamicMessage row : Reading.rows(source, Arguments.NONE)) {
            texts.add(TextFormat.printer().emittingSingleLine(true).printToString(row));
        }
        return texts;
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> rows() {
        return Stream.of(
                arguments("id", "1::bigint", "id: 1"),
                arguments("place.city", "'Brno'::text", "id: 1 place { city: \"Brno\" }"),
                arguments("place.at.lat", "49.2::float8", "id: 1 place { at { lat: 49.2 } }"),
                arguments("weather", "'SUNNY'::text", "id: 1 weather: SUNNY"),
                arguments("weather", "'RAINY'::fields_weather", "id: 1 weather: RAINY"),
                arguments("weather", "-2", "id: 1 weather: RAINY"),
                arguments("person", "''::text", "id: 1 person: \"\""),
                arguments("club.city", "'Oslo'::text", "id: 1 club { city: \"Oslo\" }"),
                arguments("scores", "ARRAY[3, -1, 0]", "id: 1 scores: 3 scores: -1 scores: 0"),
                arguments("scores", "'[7:8]={3,-1}'::int[]", "id: 1 scores: 3 scores: -1"),
                arguments("scores", "'3 -1'::int2vector", "id: 1 scores: 3 scores: -1"),
                arguments("tags", "ARRAY['a', '']", "id: 1 tags: \"a\" tags: \"\""),
                arguments("tags", "ARRAY['RAINY'::fields_weather]", "id: 1 tags: \"RAINY\""),
                arguments("tags", "ARRAY[12345.67]", "id: 1 tags: \"12345.67\""),
                arguments("lasted", "interval '90.5 seconds'", "id: 1 lasted { seconds: 90 nanos: 500000000 }"),
                arguments("lasted", "interval '-0.5 seconds'", "id: 1 lasted { nanos: -500000000 }"),
                arguments("note", "''::text", "id: 1 note { }"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aColumnFeedsTheFieldOfItsPath(String column, String value, String expected) throws Exception {
        assertEquals(
                List.of(expected),
                texts(query(only(column, value))).stream().map(String::strip).toList());
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> refused() {
        return Stream.of(
                arguments("scores", "NULL::int[]", "NULL (expected: a list; coalesce makes it an empty one)"),
                arguments(
                        "scores",
                        "ARRAY[1, NULL]",
                        "NULL in a list (expected: a value; leave NULL out, or coalesce it)"),
                arguments("scores", "ARRAY[[1, 2], [3, 4]]", "an array of 2 dimensions (expected: one)"),
                arguments(
                        "weather",
                        "'Rainy'::text",
                        "'Rainy' (expected: WEATHER_UNKNOWN, SUNNY, RAINY of test.Weather)"),
                arguments(
                        "weather",
                        "'so so'::fields_weather",
                        "'so so' (expected: WEATHER_UNKNOWN, SUNNY, RAINY of test.Weather)"),
                arguments("weather", "2", "2 (expected: -2, 0, 1 of test.Weather)"),
                arguments(
                        "lasted",
                        "interval '1 day'",
                        "P1D (expected: no months and no days, which have no fixed length; "
                                + "make_interval(secs => extract(epoch FROM b - a)) has none)"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aValueThatItsFieldCannotHoldFailsTheResultWithRowAndColumn(String column, String value, String words)
            throws Exception {
        Source source = query(only(column, "CASE WHEN i = 1 THEN " + value + " ELSE " + fine(column, value) + " END")
                + " FROM generate_series(0, 1) i ORDER BY i");
        ResultFailure failure = assertThrows(ResultFailure.class, () -> texts(source));
        assertEquals(Reason.SOURCE_FAILED, failure.reason());
        assertEquals("row 1, column " + column + ": " + words, failure.getMessage());
    }

    private static String fine(String column, String value) {
        return column.equals("scores") ? "'{}'" : column.equals("weather") && value.equals("2") ? "1" : "NULL";
    }

    @Test
    void twoMembersOfAOneofFailTheResult() throws Exception {
        Source source = query(only("person", "'a'::text", "club.city", "'b'::text"));
        ResultFailure failure = assertThrows(ResultFailure.class, () -> texts(source));
        assertEquals(
                "row 0, columns person and club: both have a value (expected: at most one in oneof host)",
                failure.getMessage());
    }

    @Test
    void listsOfManyRowsKeepToTheirRows() throws Exception {
        Source source = database.query("lists", """
                SELECT ARRAY(SELECT generate_series(1, i % 4)) AS r,
                       ARRAY(SELECT repeat('x', k) FROM generate_series(1, i % 3) k) AS t
                FROM generate_series(0, 9999) i ORDER BY i
                """, List.of(), Optional.empty());
        List<DynamicMessage> rows = Reading.rows(source, Arguments.NONE);
        assertEquals(10_000, rows.size());
        for (int i = 0; i < rows.size(); i++) {
            assertEquals(List.of(1, 2, 3).subList(0, i % 4), Reading.value(rows.get(i), "r"));
            assertEquals(List.of("x", "xx").subList(0, i % 3), Reading.value(rows.get(i), "t"));
        }
    }

    @Test
    void whatDoesNotFitIsNamedInTheWordsOfTheServer() {
        assertEquals(
                List.of(
                        "streams.outings.sql: column note is text[], test.Outing.note is not repeated "
                                + "(expected: a repeated field, or one value), see note",
                        "streams.outings.sql: column scores is integer, test.Outing.scores is repeated "
                                + "(expected: a list, or a field that is not repeated), see scores",
                        "streams.outings.sql: column tags is integer[], test.Outing.tags is repeated string "
                                + "(expected: a field of type repeated int32, sint32, sfixed32, int64, sint64, "
                                + "sfixed64, double, enum, or CAST(tags AS text[])), see tags"),
                problems(only("scores", "1", "note", "ARRAY['x']", "tags", "ARRAY[1]"), "path").stream()
                        .sorted()
                        .toList());
    }
}
