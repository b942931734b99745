package dev.spillway.sql.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.protobuf.Timestamp;
import dev.spillway.source.Arguments;
import dev.spillway.source.Source;
import dev.spillway.sql.ExpectedRow;
import dev.spillway.sql.Outing;
import dev.spillway.sql.Reading;
import dev.spillway.sql.SqlRefused;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/types.md says of each type, with its extremes. */
class JdbcTypesTest {
    private static JdbcDatabase database;

    @BeforeAll
    static void open() throws SqlRefused {
        database = JdbcDatabase.open("types", H2.settings());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static Source query(String sql) throws SqlRefused {
        return database.query("types", sql, List.of(), Optional.empty());
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> values() {
        return Stream.of(
                arguments("BOOLEAN", ColumnKind.BOOL, "true", true),
                arguments("BOOLEAN", ColumnKind.BOOL, "false", false),
                arguments("TINYINT", ColumnKind.INT32, "-128", -128),
                arguments("SMALLINT", ColumnKind.INT32, "32767", 32767),
                arguments("INTEGER", ColumnKind.INT32, "-2147483648", Integer.MIN_VALUE),
                arguments("BIGINT", ColumnKind.INT64, "-9223372036854775808", Long.MIN_VALUE),
                arguments("BIGINT", ColumnKind.INT64, "9223372036854775807", Long.MAX_VALUE),
                arguments("REAL", ColumnKind.FLOAT, "3.4028235e38", Float.MAX_VALUE),
                arguments("REAL", ColumnKind.FLOAT, "NaN", Float.NaN),
                arguments("DOUBLE PRECISION", ColumnKind.DOUBLE, "5e-324", Double.MIN_VALUE),
                arguments("DOUBLE PRECISION", ColumnKind.DOUBLE, "-Infinity", Double.NEGATIVE_INFINITY),
                arguments("NUMERIC(4,2)", ColumnKind.STRING, "-0.05", "-0.05"),
                arguments("NUMERIC(38,10)", ColumnKind.STRING, "1", "1.0000000000"),
                arguments("NUMERIC(38,0)", ColumnKind.STRING, "9".repeat(38), "9".repeat(38)),
                arguments("DECFLOAT(30)", ColumnKind.STRING, "1E+20", "100000000000000000000"),
                arguments("DECFLOAT(30)", ColumnKind.STRING, "0.1234567890123456789", "0.1234567890123456789"),
                arguments("VARCHAR", ColumnKind.STRING, "", ""),
                arguments("VARCHAR", ColumnKind.STRING, "kůň\n\u0001🐎", "kůň\n\u0001🐎"),
                arguments("CHAR(4)", ColumnKind.STRING, "ab", "ab  "),
                arguments("JSON", ColumnKind.STRING, "null", "\"null\""),
                arguments("CLOB", ColumnKind.STRING, "long", "long"),
                arguments("ENUM('so so', 'o''k')", ColumnKind.STRING, "so so", "so so"),
                arguments(
                        "UUID",
                        ColumnKind.STRING,
                        "00112233-4455-6677-8899-AABBCCDDEEFF",
                        "00112233-4455-6677-8899-aabbccddeeff"),
                arguments("DATE", ColumnKind.STRING, "2026-01-31", "2026-01-31"),
                arguments("DATE", ColumnKind.STRING, "-0043-03-15", "-0043-03-15"),
                arguments("DATE", ColumnKind.STRING, "10000-01-01", "+10000-01-01"),
                arguments("TIME(9)", ColumnKind.STRING, "23:59:59.999999999", "23:59:59.999999999"),
                arguments("TIME", ColumnKind.STRING, "12:00:00", "12:00:00"),
                arguments("TIME(3) WITH TIME ZONE", ColumnKind.STRING, "12:00:00.25+05:30", "12:00:00.250+05:30"),
                arguments("TIME WITH TIME ZONE", ColumnKind.STRING, "12:00:00+00", "12:00:00Z"),
                arguments("TIMESTAMP", ColumnKind.STRING, "2026-03-29 02:30:00", "2026-03-29T02:30:00"),
                arguments("TIMESTAMP", ColumnKind.STRING, "1969-12-31 23:59:59.999999", "1969-12-31T23:59:59.999999"),
                arguments("TIMESTAMP(9)", ColumnKind.STRING, "-0001-01-01 00:00:00.5", "-0001-01-01T00:00:00.500"),
                arguments(
                        "TIMESTAMP WITH TIME ZONE",
                        ColumnKind.TIMESTAMP,
                        "1969-12-31 23:59:59.5+00",
                        Timestamp.newBuilder()
                                .setSeconds(-1)
                                .setNanos(500_000_000)
                                .build()),
                arguments(
                        "TIMESTAMP WITH TIME ZONE",
                        ColumnKind.TIMESTAMP,
                        "2026-01-31 12:00:00+02",
                        Timestamp.newBuilder().setSeconds(1_769_853_600).build()));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueArrivesAsItIs(String type, ColumnKind kind, String text, Object expected) throws Exception {
        Source source = query("SELECT CAST('" + text.replace("'", "''") + "' AS " + type + ") AS c");
        assertEquals(kind, Reading.schema(source).columns().getFirst().kind());
        Object value = Reading.only(source, "c");
        assertEquals(expected, value instanceof Message message ? Timestamp.parseFrom(message.toByteString()) : value);
    }

    @Test
    void bytesArriveAsTheyAre() throws Exception {
        ByteString bytes = ByteString.copyFrom(new byte[] {0, -1, 'a'});
        assertEquals(bytes, Reading.only(query("SELECT X'00ff61' AS c"), "c"));
        assertEquals(bytes, Reading.only(query("SELECT CAST(X'00ff61' AS BLOB) AS c"), "c"));
        assertEquals(ByteString.EMPTY, Reading.only(query("SELECT X'' AS c"), "c"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void nullOfEveryTypeIsAbsent(String type) throws Exception {
        Source source = query("SELECT CAST(NULL AS " + type + ") AS c, 1 AS n");
        DynamicMessage row = Reading.rows(source, Arguments.NONE).getFirst();
        assertTrue(Reading.isAbsent(row, "c"));
        assertEquals(1, Reading.value(row, "n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"INTEGER ARRAY", "INTERVAL DAY TO SECOND", "GEOMETRY"})
    void aTypeWithoutAnEncodingIsRefusedWithTheCastThatHelps(String type) throws Exception {
        SqlRefused refused = assertThrows(SqlRefused.class, () -> query("SELECT CAST(NULL AS " + type + ") AS c"));
        assertEquals(1, refused.problems().size(), refused.problems().getFirst());
        assertTrue(
                refused.problems().getFirst().startsWith("streams.types.sql: column c: " + type.substring(0, 4)),
                refused.problems().getFirst());
        assertTrue(
                refused.problems().getFirst().endsWith(" has no encoding (expected: CAST(c AS VARCHAR))"),
                refused.problems().getFirst());
        query("SELECT CAST(CAST(NULL AS " + type + ") AS VARCHAR) AS c");
    }

    /** A row in which all is NULL but what is given. */
    private static String only(String given) {
        String columns = "CAST(NULL AS VARCHAR) AS weather, CAST(NULL AS VARCHAR) AS person, "
                + "CAST(NULL AS VARCHAR) AS note, CAST(NULL AS VARCHAR) AS \"place.city\", 7 AS id";
        String name = given.substring(given.lastIndexOf(' ') + 1);
        return "SELECT " + columns.replaceFirst("CAST\\(NULL AS VARCHAR\\) AS " + name, given);
    }

    private static Source outing(String sql, String... omitted) throws SqlRefused {
        Set<String> omit = new HashSet<>(List.of("place.at", "club"));
        omit.addAll(List.of(omitted));
        ExpectedRow row = new ExpectedRow(RowSchema.of(Outing.descriptor()), omit, field -> "");
        return database.query("types", sql, List.of(), Optional.of(row));
    }

    private static final String[] UNFED = {"scores", "tags", "lasted", "path"};

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CAST(NULL AS VARCHAR) AS note | id: 7",
                "'SUNNY' AS weather | id: 7 weather: SUNNY",
                "-2 AS weather | id: 7 weather: RAINY",
                "'me' AS person | id: 7 person: \"me\"",
                "'' AS note | id: 7 note { }",
                "'Brno' AS \"place.city\" | id: 7 place { city: \"Brno\" }"
            })
    void columnsFeedMessagesEnumsAndOneofs(String given, String expected) throws Exception {
        DynamicMessage row =
                Reading.rows(outing(only(given), UNFED), Arguments.NONE).getFirst();
        assertEquals(
                expected,
                TextFormat.printer().emittingSingleLine(true).printToString(row).strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"'hail' AS weather | 'hail'", "3 AS weather | 3"})
    void whatIsNoValueOfTheEnumEndsTheResult(String given, String shown) throws Exception {
        Source source = outing(only(given), UNFED);
        ResultFailure failure = assertThrows(ResultFailure.class, () -> Reading.rows(source, Arguments.NONE));
        assertEquals(Reason.SOURCE_FAILED, failure.reason());
        assertTrue(failure.text().startsWith("row 0, column weather: " + shown + " (expected: "), failure.text());
    }

    @ParameterizedTest
    @CsvSource({"tags, ARRAY['a'], repeated string", "lasted, INTERVAL '1' DAY, google.protobuf.Duration"})
    void aFieldThatNoColumnCanFeedIsToBeOmitted(String field, String value, String type) {
        String sql = only("'' AS note") + ", " + value + " AS " + field;
        Set<String> omitted = new HashSet<>(List.of(UNFED));
        omitted.remove(field);
        SqlRefused refused = assertThrows(SqlRefused.class, () -> outing(sql, omitted.toArray(String[]::new)));
        assertEquals(
                "streams.types.sql: no column of this database can feed test.Outing." + field + ", " + type
                        + " (expected: " + field + " in omit)",
                refused.problems().getFirst());
    }
}
