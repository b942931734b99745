package dev.spillway.sql.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.spillway.source.Arguments;
import dev.spillway.source.Source;
import dev.spillway.sql.ExpectedRow;
import dev.spillway.sql.Reading;
import dev.spillway.sql.SqlRefused;
import dev.spillway.wire.Column;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/types.md says of each type, with its extremes. */
class DuckDbTypesTest {
    private static final String HUGE = "170141183460469231731687303715884105727";

    private static DuckDbDatabase database;

    @BeforeAll
    static void open() throws SqlRefused {
        database = DuckDbDatabase.open("types", DuckDbSettings.DEFAULTS);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static Source query(String sql) throws SqlRefused {
        return database.query("types", sql, List.of(), Optional.empty());
    }

    private static RowSchema row(ColumnKind kind) {
        return RowSchema.derive("Given").column("v", kind).build();
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> values() {
        String nines = "9".repeat(38);
        return Stream.of(
                arguments("BOOLEAN", ColumnKind.BOOL, "true", true),
                arguments("BOOLEAN", ColumnKind.BOOL, "false", false),
                arguments("TINYINT", ColumnKind.INT32, "-128", -128),
                arguments("TINYINT", ColumnKind.INT32, "127", 127),
                arguments("SMALLINT", ColumnKind.INT32, "-32768", -32768),
                arguments("SMALLINT", ColumnKind.INT32, "32767", 32767),
                arguments("INTEGER", ColumnKind.INT32, "-2147483648", Integer.MIN_VALUE),
                arguments("INTEGER", ColumnKind.INT32, "2147483647", Integer.MAX_VALUE),
                arguments("BIGINT", ColumnKind.INT64, "-9223372036854775808", Long.MIN_VALUE),
                arguments("BIGINT", ColumnKind.INT64, "9223372036854775807", Long.MAX_VALUE),
                arguments("UTINYINT", ColumnKind.UINT32, "0", 0),
                arguments("UTINYINT", ColumnKind.UINT32, "255", 255),
                arguments("USMALLINT", ColumnKind.UINT32, "65535", 65535),
                arguments("UINTEGER", ColumnKind.UINT32, "4294967295", -1),
                arguments("UBIGINT", ColumnKind.UINT64, "0", 0L),
                arguments("UBIGINT", ColumnKind.UINT64, "18446744073709551615", -1L),
                arguments("FLOAT", ColumnKind.FLOAT, "3.4028235e38", Float.MAX_VALUE),
                arguments("FLOAT", ColumnKind.FLOAT, "1e-45", Float.MIN_VALUE),
                arguments("FLOAT", ColumnKind.FLOAT, "-0.0", -0.0f),
                arguments("FLOAT", ColumnKind.FLOAT, "nan", Float.NaN),
                arguments("FLOAT", ColumnKind.FLOAT, "-inf", Float.NEGATIVE_INFINITY),
                arguments("DOUBLE", ColumnKind.DOUBLE, "1.7976931348623157e308", Double.MAX_VALUE),
                arguments("DOUBLE", ColumnKind.DOUBLE, "5e-324", Double.MIN_VALUE),
                arguments("DOUBLE", ColumnKind.DOUBLE, "-0.0", -0.0),
                arguments("DOUBLE", ColumnKind.DOUBLE, "nan", Double.NaN),
                arguments("DOUBLE", ColumnKind.DOUBLE, "inf", Double.POSITIVE_INFINITY),
                arguments("DECIMAL(38,0)", ColumnKind.STRING, nines, nines),
                arguments("DECIMAL(38,0)", ColumnKind.STRING, "-" + nines, "-" + nines),
                arguments("DECIMAL(38,38)", ColumnKind.STRING, "-0." + nines, "-0." + nines),
                arguments("DECIMAL(38,10)", ColumnKind.STRING, "1", "1.0000000000"),
                arguments("DECIMAL(4,2)", ColumnKind.STRING, "-0.05", "-0.05"),
                arguments("DECIMAL(4,2)", ColumnKind.STRING, "0", "0.00"),
                arguments("DECIMAL(4,0)", ColumnKind.STRING, "-7", "-7"),
                arguments("DECIMAL(9,9)", ColumnKind.STRING, "0.123456789", "0.123456789"),
                arguments("DECIMAL(18,3)", ColumnKind.STRING, "-999999999999999.999", "-999999999999999.999"),
                arguments("HUGEINT", ColumnKind.STRING, "0", "0"),
                arguments("HUGEINT", ColumnKind.STRING, "-1", "-1"),
                arguments("HUGEINT", ColumnKind.STRING, HUGE, HUGE),
                arguments("HUGEINT", ColumnKind.STRING, "-" + HUGE, "-" + HUGE),
                arguments(
                        "HUGEINT",
                        ColumnKind.STRING,
                        "-170141183460469231731687303715884105728",
                        "-170141183460469231731687303715884105728"),
                arguments("UHUGEINT", ColumnKind.STRING, "0", "0"),
                arguments("UHUGEINT", ColumnKind.STRING, "18446744073709551616", "18446744073709551616"),
                arguments(
                        "UHUGEINT",
                        ColumnKind.STRING,
                        "340282366920938463463374607431768211455",
                        "340282366920938463463374607431768211455"),
                arguments("JSON", ColumnKind.STRING, "{ \"b\": 1.0, \"a\": [null] }", "{ \"b\": 1.0, \"a\": [null] }"),
                arguments("JSON", ColumnKind.STRING, "null", "null"),
                arguments("BLOB", ColumnKind.BYTES, "", ByteString.EMPTY),
                arguments("BLOB", ColumnKind.BYTES, "\\x00\\xFFa", ByteString.copyFrom(new byte[] {0, -1, 'a'})),
                arguments(
                        "UUID",
                        ColumnKind.STRING,
                        "00112233-4455-6677-8899-AABBCCDDEEFF",
                        "00112233-4455-6677-8899-aabbccddeeff"),
                arguments(
                        "UUID",
                        ColumnKind.STRING,
                        "{80000000000000000000000000000001}",
                        "80000000-0000-0000-0000-000000000001"),
                arguments("ENUM('', 'ok', 'o''k', '🐎')", ColumnKind.STRING, "", ""),
                arguments("ENUM('', 'ok', 'o''k', '🐎')", ColumnKind.STRING, "o''k", "o'k"),
                arguments("ENUM('', 'ok', 'o''k', '🐎')", ColumnKind.STRING, "🐎", "🐎"),
                arguments("TIME", ColumnKind.STRING, "00:00:00", "00:00:00"),
                arguments("TIME", ColumnKind.STRING, "12:34:56.5", "12:34:56.500"),
                arguments("TIME", ColumnKind.STRING, "23:59:59.999999", "23:59:59.999999"),
                arguments("TIME", ColumnKind.STRING, "24:00:00", "24:00:00"),
                arguments("TIME_NS", ColumnKind.STRING, "23:59:59.999999999", "23:59:59.999999999"),
                arguments("TIMETZ", ColumnKind.STRING, "12:00:00+00", "12:00:00Z"),
                arguments("TIMETZ", ColumnKind.STRING, "12:00:00.25+05:30", "12:00:00.250+05:30"),
                arguments("TIMETZ", ColumnKind.STRING, "00:00:00+15:59:59", "00:00:00+15:59:59"),
                arguments("TIMETZ", ColumnKind.STRING, "24:00:00-15:59:59", "24:00:00-15:59:59"),
                arguments("TIMETZ", ColumnKind.STRING, "23:59:59.999999-08", "23:59:59.999999-08:00"),
                arguments("INTERVAL", ColumnKind.STRING, "0 seconds", "PT0S"),
                arguments("INTERVAL", ColumnKind.STRING, "14 months 3 days 04:05:06.5", "P1Y2M3DT4H5M6.500S"),
                arguments("INTERVAL", ColumnKind.STRING, "-14 months -3 days", "P-1Y-2M-3D"),
                arguments("INTERVAL", ColumnKind.STRING, "1 month -3 days -00:00:00.000001", "P1M-3DT-0.000001S"),
                arguments("INTERVAL", ColumnKind.STRING, "100 hours", "PT100H"),
                arguments("INTERVAL", ColumnKind.STRING, "-3661 seconds", "PT-1H-1M-1S"),
                arguments("INTERVAL", ColumnKind.STRING, "2147483647 days", "P2147483647D"),
                arguments("INTERVAL", ColumnKind.STRING, "1152921504606846975 us", "PT320255973H30M6.846975S"),
                arguments("INTERVAL", ColumnKind.STRING, "-1152921504606846976 us", "PT-320255973H-30M-6.846976S"),
                arguments("VARCHAR", ColumnKind.STRING, "", ""),
                arguments("VARCHAR", ColumnKind.STRING, "short", "short"),
                arguments("VARCHAR", ColumnKind.STRING, "žluťoučký kůň 🐎 日本語", "žluťoučký kůň 🐎 日本語"),
                arguments("DATE", ColumnKind.STRING, "2026-01-31", "2026-01-31"),
                arguments("DATE", ColumnKind.STRING, "1969-12-31", "1969-12-31"),
                arguments("DATE", ColumnKind.STRING, "0001-01-01", "0001-01-01"),
                arguments("DATE", ColumnKind.STRING, "0001-12-31 (BC)", "0000-12-31"),
                arguments("DATE", ColumnKind.STRING, "0044-03-15 (BC)", "-0043-03-15"),
                arguments("DATE", ColumnKind.STRING, "10000-01-01", "+10000-01-01"),
                arguments("DATE", ColumnKind.STRING, "5881580-07-10", "+5881580-07-10"),
                arguments("DATE", ColumnKind.STRING, "5877642-06-25 (BC)", "-5877641-06-25"),
                arguments("TIMESTAMP", ColumnKind.STRING, "2026-01-31 12:00:00", "2026-01-31T12:00:00"),
                arguments("TIMESTAMP", ColumnKind.STRING, "2026-01-31 12:00:00.5", "2026-01-31T12:00:00.500"),
                arguments("TIMESTAMP", ColumnKind.STRING, "2026-01-31 12:00:00.123456", "2026-01-31T12:00:00.123456"),
                arguments("TIMESTAMP", ColumnKind.STRING, "1969-12-31 23:59:59.999999", "1969-12-31T23:59:59.999999"),
                arguments("TIMESTAMP", ColumnKind.STRING, "290309-12-22 (BC) 00:00:00", "-290308-12-22T00:00:00"),
                arguments(
                        "TIMESTAMP",
                        ColumnKind.STRING,
                        "294247-01-10 04:00:54.775806",
                        "+294247-01-10T04:00:54.775806"),
                arguments("TIMESTAMP_S", ColumnKind.STRING, "1900-01-01 23:59:59", "1900-01-01T23:59:59"),
                arguments("TIMESTAMP_MS", ColumnKind.STRING, "1900-01-01 23:59:59.001", "1900-01-01T23:59:59.001"),
                arguments(
                        "TIMESTAMP_NS",
                        ColumnKind.STRING,
                        "1900-01-01 23:59:59.000000001",
                        "1900-01-01T23:59:59.000000001"),
                arguments(
                        "TIMESTAMP WITH TIME ZONE",
                        ColumnKind.TIMESTAMP,
                        "2026-01-31 12:00:00.123456+01:30",
                        Instant.parse("2026-01-31T10:30:00.123456Z")),
                arguments(
                        "TIMESTAMP WITH TIME ZONE",
                        ColumnKind.TIMESTAMP,
                        "0001-01-01 00:00:00+00",
                        Instant.parse("0001-01-01T00:00:00Z")),
                arguments(
                        "TIMESTAMP WITH TIME ZONE",
                        ColumnKind.TIMESTAMP,
                        "9999-12-31 23:59:59.999999+00",
                        Instant.parse("9999-12-31T23:59:59.999999Z")),
                arguments("TIMESTAMP WITH TIME ZONE", ColumnKind.TIMESTAMP, "1970-01-01 00:00:00+00", Instant.EPOCH),
                arguments(
                        "TIMESTAMPTZ_NS",
                        ColumnKind.TIMESTAMP,
                        "1969-12-31 23:59:59.999999999+00",
                        Instant.parse("1969-12-31T23:59:59.999999999Z")));
    }

    static Object plain(Object value) {
        if (!(value instanceof Message message)) {
            return value;
        }
        try {
            Timestamp time = Timestamp.parseFrom(message.toByteArray());
            return message.getDescriptorForType().getName().equals("Duration")
                    ? Duration.ofSeconds(time.getSeconds(), time.getNanos())
                    : Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueArrivesAsItIsAndNullIsAbsent(String type, ColumnKind kind, String literal, Object expected)
            throws Exception {
        Source source = query("SELECT unnest([NULL, '" + literal + "', NULL])::" + type + " AS v");
        assertEquals(kind, Reading.schema(source).columns().getFirst().kind());
        List<DynamicMessage> rows = Reading.rows(source, Arguments.NONE);
        assertEquals(
                List.of(true, false, true),
                rows.stream().map(row -> Reading.isAbsent(row, "v")).toList());
        assertEquals(expected, plain(Reading.value(rows.get(1), "v")));
    }

    /** Whatever the kind of field, its value is the one of the derived row. */
    @ParameterizedTest
    @EnumSource
    void everyKindOfFieldThatTakesATypeHoldsIt(DuckDbScalar type) throws Exception {
        for (ColumnKind kind :
                type.kinds().stream().filter(each -> each != ColumnKind.ENUM).toList()) {
            for (String literal : samples(type)) {
                String sql = "SELECT '" + literal + "'::" + name(type) + " AS v";
                Object derived = plain(Reading.only(query(sql), "v"));
                Object given = plain(Reading.only(
                        database.query("types", sql, List.of(), Optional.of(ExpectedRow.of(row(kind)))), "v"));
                assertEquals(text(type, derived), text(type, given), type + " as " + kind);
            }
        }
    }

    private static String name(DuckDbScalar type) {
        return switch (type) {
            case REAL -> "FLOAT";
            case DOUBLE_PRECISION -> "DOUBLE";
            case TIMESTAMP_US -> "TIMESTAMP";
            case TIME_TZ -> "TIMETZ";
            case TIMESTAMP_TZ -> "TIMESTAMPTZ";
            case TIMESTAMP_TZ_NS -> "TIMESTAMPTZ_NS";
            case ENUM -> "ENUM('a', 'ž')";
            default -> type.name();
        };
    }

    private static List<String> samples(DuckDbScalar type) {
        return switch (type) {
            case BOOLEAN -> List.of("true", "false");
            case TINYINT -> List.of("-128", "0", "127");
            case SMALLINT -> List.of("-32768", "0", "32767");
            case INTEGER -> List.of("-2147483648", "0", "2147483647");
            case BIGINT -> List.of("-9223372036854775808", "0", "9223372036854775807");
            case UTINYINT -> List.of("0", "255");
            case USMALLINT -> List.of("0", "65535");
            case UINTEGER -> List.of("0", "4294967295");
            case UBIGINT -> List.of("0", "18446744073709551615");
            case REAL -> List.of("3.4028235e38", "1e-45", "0.1", "inf");
            case DOUBLE_PRECISION -> List.of("1.7976931348623157e308", "0.1");
            case DECIMAL -> List.of("-0.125");
            case HUGEINT, UHUGEINT -> List.of("0", "170141183460469231731687303715884105727");
            case VARCHAR -> List.of("", "kůň");
            case JSON -> List.of("{\"a\": 1}");
            case BLOB -> List.of("a");
            case UUID -> List.of("00112233-4455-6677-8899-aabbccddeeff", "ffffffff-ffff-ffff-ffff-ffffffffffff");
            case ENUM -> List.of("a", "ž");
            case TIME, TIME_NS, TIME_TZ -> List.of("23:59:59.123456");
            case INTERVAL -> List.of("-1 hour");
            case DATE -> List.of("1969-12-31");
            case TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP_US, TIMESTAMP_NS, TIMESTAMP_TZ, TIMESTAMP_TZ_NS ->
                List.of("1969-12-31 23:59:59");
        };
    }

    /** One text for one value, whatever Java type protobuf shows it in. */
    private static String text(DuckDbScalar type, Object value) {
        return switch (value) {
            case Float number -> text(type, number.doubleValue());
            case Double number when !number.isInfinite() -> new BigDecimal(number).toPlainString();
            case Integer number when type == DuckDbScalar.UINTEGER -> Integer.toUnsignedString(number);
            case ByteString bytes
            when type == DuckDbScalar.UUID -> {
                ByteBuffer bits = bytes.asReadOnlyByteBuffer();
                yield new UUID(bits.getLong(), bits.getLong()).toString();
            }
            case ByteString bytes -> bytes.toStringUtf8();
            default -> value.toString();
        };
    }

    @Test
    void manyDecimalsAreWhatTheDatabaseWrites() throws Exception {
        for (String type : List.of("DECIMAL(4,1)", "DECIMAL(9,4)", "DECIMAL(18,9)", "DECIMAL(38,20)")) {
            Source source = query("SELECT v, v::VARCHAR AS text FROM (SELECT ((hash(i) % 2000)::DECIMAL(9,0) - 1000) "
                    + "/ 17.0::DECIMAL(9,3) * (CASE WHEN i % 5 = 0 THEN 0.01 ELSE 0.999 END) AS d, d::" + type
                    + " AS v FROM range(10000) r(i))");
            for (DynamicMessage row : Reading.rows(source, Arguments.NONE)) {
                assertEquals(Reading.value(row, "text"), Reading.value(row, "v"), type);
            }
        }
    }

    @Test
    void manyWideIntegersAndUuidsAreWhatTheDatabaseWrites() throws Exception {
        Source source = query("SELECT h, h::VARCHAR AS h_text, u, u::VARCHAR AS u_text, id, id::VARCHAR AS id_text "
                + "FROM (SELECT uuid() AS id, md5_number(i::VARCHAR) AS u, "
                + "(u >> 1)::HUGEINT * (CASE WHEN i % 2 = 0 THEN -1 ELSE 1 END) AS h FROM range(10000) r(i))");
        for (DynamicMessage row : Reading.rows(source, Arguments.NONE)) {
            for (String column : List.of("h", "u", "id")) {
                assertEquals(Reading.value(row, column + "_text"), Reading.value(row, column));
            }
        }
    }

    @Test
    void manyTimesAndIntervalsAreWhatTheDatabaseTakesThemApartInto() throws Exception {
        Source source = query("SELECT t, t::VARCHAR AS t_text, z, z::VARCHAR AS z_text, v, "
                + "datepart('year', v) * 12 + datepart('month', v) AS months, datepart('day', v) AS days, "
                + "datepart('hour', v) AS hours, datepart('minute', v) AS minutes, "
                + "datepart('microsecond', v) AS micros FROM ("
                + "SELECT make_timestamp((hash(i) % 86400000000)::BIGINT)::TIME AS t, "
                + "(t::VARCHAR || printf('%+03d:%02d:%02d', (hash(i, 1) % 31)::INT - 15, hash(i, 2) % 60, "
                + "hash(i, 3) % 60))::TIMETZ AS z, "
                + "to_months((hash(i, 4) % 4000)::INT - 2000) + to_days((hash(i, 5) % 4000)::INT - 2000) "
                + "+ to_microseconds((hash(i, 6) % 2000000000000000000)::BIGINT - 1000000000000000000) AS v "
                + "FROM range(10000) r(i))");
        for (DynamicMessage row : Reading.rows(source, Arguments.NONE)) {
            String offset = ((String) Reading.value(row, "z_text")).replaceFirst("[+-].*", "");
            assertEquals(LocalTime.parse(offset), LocalTime.parse((String) Reading.value(row, "t")));
            OffsetTime there = OffsetTime.parse((String) Reading.value(row, "z"));
            assertEquals(LocalTime.parse((String) Reading.value(row, "t")), there.toLocalTime());
            String zone = ((String) Reading.value(row, "z_text")).replaceFirst("^[^+-]*", "");
            assertEquals(ZoneOffset.of(zone), there.getOffset());
            String[] parts = ((String) Reading.value(row, "v")).split("T", -1);
            Period period = parts[0].equals("P") ? Period.ZERO : Period.parse(parts[0]);
            Duration time = parts.length == 1 ? Duration.ZERO : Duration.parse("PT" + parts[1]);
            int months = (int) (long) Reading.value(row, "months");
            int days = (int) (long) Reading.value(row, "days");
            assertEquals(Period.of(months / 12, months % 12, days), period);
            assertEquals(
                    Duration.ofHours((long) Reading.value(row, "hours"))
                            .plusMinutes((long) Reading.value(row, "minutes"))
                            .plus((long) Reading.value(row, "micros"), ChronoUnit.MICROS),
                    time);
        }
    }

    @Test
    void manyDatesAndTimestampsAreWhatJavaMakesOfTheSameTicks() throws Exception {
        Source source = query("SELECT d, (d - DATE '1970-01-01') AS days, t, epoch_us(t) AS micros, z FROM ("
                + "SELECT DATE '1970-01-01' + (hash(i) % 8000000)::INTEGER - 4000000 AS d, "
                + "make_timestamp((hash(i) % 400000000000000000)::BIGINT - 200000000000000000) AS t, "
                + "make_timestamp((hash(i) % 200000000000000000)::BIGINT - 50000000000000000)::TIMESTAMPTZ AS z "
                + "FROM range(20000) r(i))");
        for (DynamicMessage row : Reading.rows(source, Arguments.NONE)) {
            assertEquals(LocalDate.ofEpochDay((long) Reading.value(row, "days")).toString(), Reading.value(row, "d"));
            Instant instant = Instant.EPOCH.plus((long) Reading.value(row, "micros"), ChronoUnit.MICROS);
            LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
            assertEquals(time, LocalDateTime.parse((String) Reading.value(row, "t")));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "infinity, DATE, 'infinity (expected: a date)'",
        "-infinity, DATE, '-infinity (expected: a date)'",
        "infinity, TIMESTAMP, 'infinity (expected: a timestamp)'",
        "-infinity, TIMESTAMP, '-infinity (expected: a timestamp)'",
        "infinity, TIMESTAMP_S, 'infinity (expected: a timestamp)'",
        "infinity, TIMESTAMP_MS, 'infinity (expected: a timestamp)'",
        "-infinity, TIMESTAMP_NS, '-infinity (expected: a timestamp)'",
        "infinity, TIMESTAMPTZ, 'infinity (expected: a timestamp)'",
        "-infinity, TIMESTAMPTZ, '-infinity (expected: a timestamp)'",
        "10000-01-01 00:00:00+00, TIMESTAMPTZ, '253402300800 s since 1970 (expected: year 0001 to 9999)'",
        "0001-12-31 (BC) 23:59:59+00, TIMESTAMPTZ, '-62135596801 s since 1970 (expected: year 0001 to 9999)'"
    })
    void whatHasNoPlaceInTimeEndsTheResultWithRowAndColumn(String literal, String type, String said) throws Exception {
        Source source = query("SELECT CASE WHEN i = 2500 THEN '" + literal + "'::" + type + " ELSE '2026-01-31'::"
                + type + " END AS \"when\" FROM range(5000) r(i)");
        ResultFailure failure = assertThrows(ResultFailure.class, () -> Reading.rows(source, Arguments.NONE));
        assertEquals(Reason.SOURCE_FAILED, failure.reason());
        assertEquals("row 2500, column when: " + said, failure.text());
    }

    @Test
    void nullInAFieldThatIsNotOptionalEndsTheResultWithRowAndColumn() throws Exception {
        FileDescriptorProto.Builder file =
                FileDescriptorProto.newBuilder().setName("strict.proto").setSyntax("proto3");
        file.addMessageTypeBuilder()
                .setName("Strict")
                .addFieldBuilder()
                .setName("v")
                .setNumber(1)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                .setType(FieldDescriptorProto.Type.TYPE_INT64);
        RowSchema strict =
                RowSchema.of(FileDescriptorSet.newBuilder().addFile(file).build(), "Strict");
        Source source = database.query(
                "types",
                "SELECT CASE WHEN i <> 4321 THEN i END AS v FROM range(10000) r(i)",
                List.of(),
                Optional.of(ExpectedRow.of(strict)));
        ResultFailure failure = assertThrows(ResultFailure.class, () -> Reading.rows(source, Arguments.NONE));
        assertEquals(Reason.SOURCE_FAILED, failure.reason());
        assertEquals(
                "row 4321, column v: NULL (expected: a value; the field is not declared optional)", failure.text());
    }

    @Test
    void columnsFeedFieldsOfTheirNameWhateverTheirOrder() throws Exception {
        RowSchema row = RowSchema.derive("Given")
                .column("c", ColumnKind.STRING)
                .column("a", ColumnKind.SINT64)
                .column("b", ColumnKind.DOUBLE)
                .build();
        Source source = database.query(
                "types",
                "SELECT -1::TINYINT AS a, 2::INTEGER AS b, 'x' AS c",
                List.of(),
                Optional.of(ExpectedRow.of(row)));
        DynamicMessage only = Reading.rows(source, Arguments.NONE).getFirst();
        assertEquals("x", Reading.value(only, "c"));
        assertEquals(-1L, Reading.value(only, "a"));
        assertEquals(2.0, Reading.value(only, "b"));
    }

    @Test
    void aDerivedRowHasAFieldForEachColumnFromOneOn() throws Exception {
        Source source = query("SELECT 1 AS b, 'x' AS a, now() AS c");
        List<String> fields = new ArrayList<>();
        for (Column column : Reading.schema(source).columns()) {
            fields.add(column.number() + " " + column.name() + " " + column.kind() + " " + column.nullable());
        }
        assertEquals(List.of("1 b INT32 true", "2 a STRING true", "3 c TIMESTAMP true"), fields);
        assertEquals("spillway.derived.Types", Reading.schema(source).message().getFullName());
    }
}
