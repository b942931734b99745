package dev.spillway.sql.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.spillway.source.Arguments;
import dev.spillway.source.Source;
import dev.spillway.sql.ExpectedRow;
import dev.spillway.sql.Reading;
import dev.spillway.sql.SqlRefused;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/types.md says of each type, with its extremes. */
class PostgresTypesTest {
    private static PostgresDatabase database;

    @BeforeAll
    static void open() throws SqlRefused, SQLException {
        Server.execute("CREATE TYPE types_mood AS ENUM ('', 'so so', 'o''k', '🐎')");
        Server.execute("CREATE DOMAIN types_percent AS smallint CHECK (VALUE BETWEEN 0 AND 100)");
        Server.execute("CREATE TYPE types_pair AS (a integer, b text)");
        database = PostgresDatabase.open("types", Server.settings());
    }

    @AfterAll
    static void close() throws SQLException {
        database.close();
        Server.execute("DROP TYPE types_mood, types_percent, types_pair");
    }

    private static Source query(String sql) throws SqlRefused {
        return database.query("types", sql, List.of(), Optional.empty());
    }

    private static String literal(String type, String text) {
        return "'" + text.replace("'", "''") + "'::" + type;
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> values() {
        String many = "9".repeat(131_072);
        return Stream.of(
                arguments("boolean", ColumnKind.BOOL, "true", true),
                arguments("boolean", ColumnKind.BOOL, "false", false),
                arguments("smallint", ColumnKind.INT32, "-32768", -32768),
                arguments("smallint", ColumnKind.INT32, "32767", 32767),
                arguments("integer", ColumnKind.INT32, "-2147483648", Integer.MIN_VALUE),
                arguments("integer", ColumnKind.INT32, "2147483647", Integer.MAX_VALUE),
                arguments("bigint", ColumnKind.INT64, "-9223372036854775808", Long.MIN_VALUE),
                arguments("bigint", ColumnKind.INT64, "9223372036854775807", Long.MAX_VALUE),
                arguments("oid", ColumnKind.UINT32, "4294967295", -1),
                arguments("types_percent", ColumnKind.INT32, "99", 99),
                arguments("real", ColumnKind.FLOAT, "3.4028235e38", Float.MAX_VALUE),
                arguments("real", ColumnKind.FLOAT, "1e-45", Float.MIN_VALUE),
                arguments("real", ColumnKind.FLOAT, "-0", -0.0f),
                arguments("real", ColumnKind.FLOAT, "NaN", Float.NaN),
                arguments("real", ColumnKind.FLOAT, "-Infinity", Float.NEGATIVE_INFINITY),
                arguments("double precision", ColumnKind.DOUBLE, "1.7976931348623157e308", Double.MAX_VALUE),
                arguments("double precision", ColumnKind.DOUBLE, "5e-324", Double.MIN_VALUE),
                arguments("double precision", ColumnKind.DOUBLE, "-0", -0.0),
                arguments("double precision", ColumnKind.DOUBLE, "NaN", Double.NaN),
                arguments("double precision", ColumnKind.DOUBLE, "Infinity", Double.POSITIVE_INFINITY),
                arguments("numeric", ColumnKind.STRING, "0", "0"),
                arguments("numeric(4,2)", ColumnKind.STRING, "0", "0.00"),
                arguments("numeric(4,2)", ColumnKind.STRING, "-0.05", "-0.05"),
                arguments("numeric(38,10)", ColumnKind.STRING, "1", "1.0000000000"),
                arguments("numeric(5,-3)", ColumnKind.STRING, "12345678", "12346000"),
                arguments("numeric", ColumnKind.STRING, "10000", "10000"),
                arguments("numeric", ColumnKind.STRING, "1e20", "100000000000000000000"),
                arguments("numeric", ColumnKind.STRING, "0.00000000000000000001", "0.00000000000000000001"),
                arguments("numeric", ColumnKind.STRING, "-" + many, "-" + many),
                arguments(
                        "numeric", ColumnKind.STRING, "0." + "0".repeat(16_382) + "7", "0." + "0".repeat(16_382) + "7"),
                arguments("numeric", ColumnKind.STRING, "NaN", "NaN"),
                arguments("numeric", ColumnKind.STRING, "Infinity", "Infinity"),
                arguments("numeric", ColumnKind.STRING, "-Infinity", "-Infinity"),
                arguments("text", ColumnKind.STRING, "", ""),
                arguments("text", ColumnKind.STRING, "kůň\n\u0001🐎", "kůň\n\u0001🐎"),
                arguments("varchar(3)", ColumnKind.STRING, "abc", "abc"),
                arguments("char(4)", ColumnKind.STRING, "ab", "ab  "),
                arguments("name", ColumnKind.STRING, "some name", "some name"),
                arguments("json", ColumnKind.STRING, "{ \"b\": 1.0, \"a\": [null] }", "{ \"b\": 1.0, \"a\": [null] }"),
                arguments("jsonb", ColumnKind.STRING, "{ \"b\": 1.0, \"a\": [null] }", "{\"a\": [null], \"b\": 1.0}"),
                arguments("jsonb", ColumnKind.STRING, "null", "null"),
                arguments("bytea", ColumnKind.BYTES, "", ByteString.EMPTY),
                arguments("bytea", ColumnKind.BYTES, "\\x00ff61", ByteString.copyFrom(new byte[] {0, -1, 'a'})),
                arguments(
                        "uuid",
                        ColumnKind.STRING,
                        "{00112233-4455-6677-8899-AABBCCDDEEFF}",
                        "00112233-4455-6677-8899-aabbccddeeff"),
                arguments("types_mood", ColumnKind.STRING, "", ""),
                arguments("types_mood", ColumnKind.STRING, "o'k", "o'k"),
                arguments("types_mood", ColumnKind.STRING, "🐎", "🐎"),
                arguments("date", ColumnKind.STRING, "2026-01-31", "2026-01-31"),
                arguments("date", ColumnKind.STRING, "4714-11-24 BC", "-4713-11-24"),
                arguments("date", ColumnKind.STRING, "0001-12-31 BC", "0000-12-31"),
                arguments("date", ColumnKind.STRING, "5874897-12-31", "+5874897-12-31"),
                arguments("time", ColumnKind.STRING, "00:00:00", "00:00:00"),
                arguments("time", ColumnKind.STRING, "23:59:59.999999", "23:59:59.999999"),
                arguments("time", ColumnKind.STRING, "12:00:00.5", "12:00:00.500"),
                arguments("time", ColumnKind.STRING, "24:00:00", "24:00:00"),
                arguments("timetz", ColumnKind.STRING, "12:00:00.25+05:30", "12:00:00.250+05:30"),
                arguments("timetz", ColumnKind.STRING, "12:00:00-15:59:59", "12:00:00-15:59:59"),
                arguments("timestamp", ColumnKind.STRING, "2026-01-31 12:00:00", "2026-01-31T12:00:00"),
                arguments("timestamp", ColumnKind.STRING, "1999-12-31 23:59:59.999999", "1999-12-31T23:59:59.999999"),
                arguments("timestamp", ColumnKind.STRING, "4714-11-24 00:00:00 BC", "-4713-11-24T00:00:00"),
                arguments(
                        "timestamp",
                        ColumnKind.STRING,
                        "294276-12-31 23:59:59.999999",
                        "+294276-12-31T23:59:59.999999"),
                arguments("timestamptz", ColumnKind.TIMESTAMP, "1969-12-31 23:59:59.5+00", instant(-1, 500_000_000)),
                arguments("timestamptz", ColumnKind.TIMESTAMP, "2026-01-31 12:00:00+02", instant(1_769_853_600, 0)),
                arguments("timestamptz", ColumnKind.TIMESTAMP, "0001-01-01 00:00:00+00", instant(-62_135_596_800L, 0)),
                arguments(
                        "timestamptz",
                        ColumnKind.TIMESTAMP,
                        "9999-12-31 23:59:59.999999+00",
                        instant(253_402_300_799L, 999_999_000)),
                arguments("interval", ColumnKind.STRING, "0", "PT0S"),
                arguments("interval", ColumnKind.STRING, "1 year 2 mons 3 days 04:05:06.789", "P1Y2M3DT4H5M6.789S"),
                arguments("interval", ColumnKind.STRING, "-1 days +00:00:01", "P-1DT1S"));
    }

    private static Timestamp instant(long seconds, int nanos) {
        return Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos).build();
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueArrivesAsItIsInTheFieldOfItsType(String type, ColumnKind kind, String text, Object expected)
            throws Exception {
        Source source = query("SELECT " + literal(type, text) + " AS v");
        assertEquals(kind, Reading.schema(source).columns().getFirst().kind());
        Object value = Reading.only(source, "v");
        assertEquals(expected, value instanceof Message message ? Timestamp.parseFrom(message.toByteString()) : value);
    }

    @ParameterizedTest
    @CsvSource({
        "smallint, DOUBLE, -7, -7.0",
        "smallint, FLOAT, 32767, 32767.0",
        "integer, INT64, -7, -7",
        "integer, SINT32, -7, -7",
        "integer, SFIXED64, 7, 7",
        "integer, DOUBLE, 2147483647, 2.147483647E9",
        "oid, INT64, 4294967295, 4294967295",
        "real, DOUBLE, 0.1, 0.10000000149011612"
    })
    void aWiderFieldTakesItToo(String type, ColumnKind kind, String text, String expected) throws Exception {
        RowSchema row = RowSchema.derive("Given").column("v", kind).build();
        Source source = database.query(
                "types", "SELECT " + literal(type, text) + " AS v", List.of(), Optional.of(ExpectedRow.of(row)));
        assertEquals(expected, Reading.only(source, "v").toString());
    }

    @Test
    void anyNumericIsItsPlainDigits() throws Exception {
        StringBuilder values = new StringBuilder();
        Random random = new Random(7);
        List<String> expected = Stream.generate(() -> {
                    BigInteger digits = new BigInteger(1 + random.nextInt(200), random);
                    int scale = random.nextInt(40);
                    return new BigDecimal(random.nextBoolean() ? digits : digits.negate(), scale).toPlainString();
                })
                .limit(2000)
                .toList();
        expected.forEach(each -> values.append(values.isEmpty() ? "" : ",").append(each));
        Source source = query("SELECT v::numeric FROM unnest('{" + values + "}'::numeric[]) v");
        List<String> read = Reading.rows(source, Arguments.NONE).stream()
                .map(row -> (String) Reading.value(row, "v"))
                .toList();
        assertEquals(expected, read);
    }

    @Test
    void anyDayAndTimeIsThatOfTheServer() throws Exception {
        Source source = query("""
                SELECT d::date::text AS day, d::date AS v, d::text AS time, d AS t
                FROM (SELECT timestamp '0001-01-01' + (i * 7919 % 3652058) * interval '1 day'
                             + (i * 104729::bigint % 86400000000) * interval '1 microsecond' AS d
                      FROM generate_series(1, 20000) i) r
                """);
        for (DynamicMessage row : Reading.rows(source, Arguments.NONE)) {
            assertEquals(Reading.value(row, "day"), Reading.value(row, "v"));
            LocalDateTime time = LocalDateTime.parse(((String) Reading.value(row, "time")).replace(' ', 'T'));
            assertEquals(time, LocalDateTime.parse((String) Reading.value(row, "t")));
            assertEquals(LocalDate.parse((String) Reading.value(row, "v")), time.toLocalDate());
        }
    }

    @Test
    void nullIsAnAbsentField() throws Exception {
        StringBuilder columns = new StringBuilder("SELECT 1 AS one");
        for (PostgresScalar type : PostgresScalar.values()) {
            String name = type == PostgresScalar.ENUM ? "types_mood" : type.catalogName();
            if (type != PostgresScalar.CITEXT) {
                columns.append(", NULL::").append(name).append(" AS c_").append(type.name());
            }
        }
        List<DynamicMessage> rows = Reading.rows(query(columns.toString()), Arguments.NONE);
        assertEquals(1, rows.getFirst().getAllFields().size());
    }

    @ParameterizedTest
    @CsvSource({
        "date, infinity, infinity (expected: a date)",
        "date, -infinity, -infinity (expected: a date)",
        "timestamp, infinity, infinity (expected: a timestamp)",
        "timestamptz, -infinity, -infinity (expected: a timestamp)",
        "timestamptz, 0001-12-31 BC, -62135683200 s since 1970 (expected: year 0001 to 9999)",
        "interval, infinity, infinity (expected: an interval)",
        "interval, -infinity, -infinity (expected: an interval)"
    })
    void whatTheFormDoesNotHaveEndsTheResultWithRowAndColumn(String type, String text, String said) throws Exception {
        Source source = query(
                "SELECT CASE WHEN i = 2 THEN " + literal(type, text) + " END AS v " + "FROM generate_series(0, 5) i");
        ResultFailure failure = assertThrows(ResultFailure.class, () -> Reading.rows(source, Arguments.NONE));
        assertEquals(Reason.SOURCE_FAILED, failure.reason());
        assertEquals("row 2, column v: " + said, failure.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "point '(1,2)'",
                "inet '::1'",
                "money '1'",
                "bit '101'",
                "'a'::\"char\"",
                "xml '<a/>'",
                "int4range '[1,2]'",
                "to_tsvector('a b')",
                "ROW(1, 'a')::types_pair",
                "ROW(1, 'a')",
                "ARRAY[[point '(1,2)']]"
            })
    void aTypeWithoutAnEncodingIsRefusedWithTheCastThatHelps(String value) throws Exception {
        SqlRefused refused = assertThrows(SqlRefused.class, () -> query("SELECT " + value + " AS v"));
        assertEquals(1, refused.problems().size());
        assertTrue(
                refused.problems()
                        .getFirst()
                        .matches("streams\\.types\\.sql: column v: .* has no encoding "
                                + "\\(expected: CAST\\(v AS text\\)\\)"),
                refused.problems()::toString);
        Reading.rows(query("SELECT CAST(v AS text) AS v FROM (SELECT " + value + " AS v) r"), Arguments.NONE);
    }
}
