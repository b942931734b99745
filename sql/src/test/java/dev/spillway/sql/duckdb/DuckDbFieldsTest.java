package dev.spillway.sql.duckdb;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Columns on their way into messages, lists, enums and oneofs. */
class DuckDbFieldsTest {
    private static final RowSchema OUTING = RowSchema.of(Outing.descriptor());

    private static final String COLUMNS = """
            1::BIGINT AS id, NULL::VARCHAR AS "place.city", NULL::DOUBLE AS "place.at.lat",
            NULL::DOUBLE AS "place.at.lon", NULL::VARCHAR AS weather, NULL::VARCHAR AS person,
            NULL::VARCHAR AS "club.city", NULL::DOUBLE AS "club.at.lat", NULL::DOUBLE AS "club.at.lon",
            []::INTEGER[] AS scores, []::VARCHAR[] AS tags, NULL::INTERVAL AS lasted, NULL::VARCHAR AS note""";

    private static DuckDbDatabase database;

    @BeforeAll
    static void open() throws SqlRefused {
        database = DuckDbDatabase.open("fields", DuckDbSettings.DEFAULTS);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** A row in which all is NULL or empty but what is given. */
    private static String only(String given) {
        return "SELECT * REPLACE (" + given + ") FROM (SELECT " + COLUMNS + ")";
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
                arguments("1 AS id", "id: 1"),
                arguments("'Brno' AS \"place.city\"", "id: 1 place { city: \"Brno\" }"),
                arguments("'' AS \"place.city\"", "id: 1 place { city: \"\" }"),
                arguments("49.2::DOUBLE AS \"place.at.lat\"", "id: 1 place { at { lat: 49.2 } }"),
                arguments(
                        "'Brno' AS \"place.city\", 1 AS \"place.at.lat\", 2 AS \"place.at.lon\"",
                        "id: 1 place { city: \"Brno\" at { lat: 1.0 lon: 2.0 } }"),
                arguments("'SUNNY' AS weather", "id: 1 weather: SUNNY"),
                arguments("'RAINY'::ENUM('x', 'RAINY') AS weather", "id: 1 weather: RAINY"),
                arguments("-2 AS weather", "id: 1 weather: RAINY"),
                arguments("0 AS weather", "id: 1 weather: WEATHER_UNKNOWN"),
                arguments("'' AS person", "id: 1 person: \"\""),
                arguments("'Oslo' AS \"club.city\"", "id: 1 club { city: \"Oslo\" }"),
                arguments("[3, -1, 0] AS scores", "id: 1 scores: 3 scores: -1 scores: 0"),
                arguments("[3, -1]::INTEGER[2] AS scores", "id: 1 scores: 3 scores: -1"),
                arguments("['a', ''] AS tags", "id: 1 tags: \"a\" tags: \"\""),
                arguments("['b'::ENUM('a', 'b')] AS tags", "id: 1 tags: \"b\""),
                arguments("[12345.67::DECIMAL(9, 2)] AS tags", "id: 1 tags: \"12345.67\""),
                arguments("INTERVAL '90.5 seconds' AS lasted", "id: 1 lasted { seconds: 90 nanos: 500000000 }"),
                arguments("INTERVAL '-0.5 seconds' AS lasted", "id: 1 lasted { nanos: -500000000 }"),
                arguments("'' AS note", "id: 1 note { }"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aColumnFeedsTheFieldOfItsPath(String given, String expected) throws Exception {
        assertEquals(
                List.of(expected),
                texts(query(only(given))).stream().map(String::strip).toList());
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> refused() {
        return Stream.of(
                arguments(
                        "NULL::INTEGER[] AS scores",
                        "column scores: NULL (expected: a list; coalesce makes it an empty one)"),
                arguments(
                        "[1, NULL] AS scores",
                        "column scores: NULL in a list (expected: a value; leave NULL out, or coalesce it)"),
                arguments(
                        "'Rainy' AS weather",
                        "column weather: 'Rainy' (expected: WEATHER_UNKNOWN, SUNNY, RAINY of test.Weather)"),
                arguments(
                        "'Rainy'::ENUM('Rainy') AS weather",
                        "column weather: 'Rainy' (expected: WEATHER_UNKNOWN, SUNNY, RAINY of test.Weather)"),
                arguments(
                        "'a' AS person, 'b' AS \"club.city\"",
                        "columns person and club: both have a value (expected: at most one in oneof host)"),
                arguments(
                        "INTERVAL '1 day' AS lasted",
                        "column lasted: P1D (expected: no months and no days, which have no fixed length; "
                                + "to_microseconds(epoch_us(b) - epoch_us(a)) has none)"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aValueThatItsFieldCannotHoldFailsTheResultWithRowAndColumn(String given, String words) throws Exception {
        Source source = query(only("1 AS id") + " UNION ALL " + only(given));
        ResultFailure failure = assertThrows(ResultFailure.class, () -> texts(source));
        assertEquals(Reason.SOURCE_FAILED, failure.reason());
        assertEquals("row 1, " + words, failure.getMessage());
    }

    @Test
    void aNumberThatAnEnumDoesNotDeclareFailsTheResult() throws Exception {
        Source source = query(only("2 AS weather"));
        ResultFailure failure = assertThrows(ResultFailure.class, () -> texts(source));
        assertEquals("row 0, column weather: 2 (expected: -2, 0, 1 of test.Weather)", failure.getMessage());
    }

    @Test
    void aFieldThatNothingFeedsIsAProblemUnlessOmitted() throws Exception {
        String sql = "SELECT 1::BIGINT AS id, 'x' AS \"place.city\"";
        String each = " (expected: one for each field of test.Outing, or ";
        assertEquals(
                Stream.of(
                                "no column for any field of place.at" + each + "place.at in omit), see place.at",
                                "no column weather" + each + "weather in omit), see weather",
                                "no column person" + each + "person in omit), see person",
                                "no column for any field of club" + each + "club in omit), see club",
                                "no column scores" + each + "scores in omit), see scores",
                                "no column tags" + each + "tags in omit), see tags",
                                "no column lasted" + each + "lasted in omit), see lasted",
                                "no column note" + each + "note in omit), see note",
                                "no column can feed path: a list of test.Point (expected: a list of scalars); "
                                        + "name it in omit, see path")
                        .map(problem -> "streams.outings.sql: " + problem)
                        .toList(),
                problems(sql));
        String[] omitted = {"place.at", "weather", "person", "club", "scores", "tags", "lasted", "note", "path"};
        Source source = database.query("outings", sql, List.of(), outing(omitted));
        assertEquals(
                List.of("id", "place.city"),
                Reading.schema(source).columns().stream()
                        .map(column -> column.name())
                        .toList());
        assertEquals(List.of("id: 1 place { city: \"x\" }"), texts(source));
    }

    @Test
    void whatIsOmittedExistsAndIsFedByNothing() {
        assertEquals(
                List.of(
                        "streams.outings.omit: place: column place.city feeds it (expected: no column)",
                        "streams.outings.omit: wether: no such field in test.Outing (did you mean: weather)"),
                problems(only("1 AS id"), "path", "wether", "place").stream()
                        .filter(problem -> !problem.contains("place.at"))
                        .sorted()
                        .toList());
    }

    @Test
    void aColumnThatFeedsNoValueIsNamed() {
        assertEquals(
                List.of(
                        "streams.outings.sql: column place: a message in test.Outing (expected: columns "
                                + "\"place.city\", \"place.at.lat\", \"place.at.lon\"), see place",
                        "streams.outings.sql: column path: no column can feed this field of test.Outing: "
                                + "a list of test.Point (expected: a list of scalars), see path"),
                problems("SELECT *, 1 AS place, 2 AS path FROM (SELECT " + COLUMNS + ")", "path"));
    }

    @Test
    void aListFeedsNoSingleValueAndAValueNoList() {
        assertEquals(
                List.of(
                        "streams.outings.sql: column scores is INTEGER, test.Outing.scores is repeated "
                                + "(expected: a list, or a field that is not repeated), see scores",
                        "streams.outings.sql: column note is VARCHAR[], test.Outing.note is not repeated "
                                + "(expected: a repeated field, or one value), see note",
                        "streams.outings.sql: column tags is INTEGER[], test.Outing.tags is repeated string "
                                + "(expected: a field of type repeated int32, sint32, sfixed32, int64, sint64, "
                                + "sfixed64, double, enum, or CAST(tags AS VARCHAR[])), see tags"),
                problems(only("1 AS scores, ['x'] AS note, [1] AS tags"), "path").stream()
                        .sorted((a, b) -> Boolean.compare(a.contains("column tags"), b.contains("column tags")))
                        .toList());
    }
}
