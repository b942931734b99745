package dev.spillway.sql.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.Position;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.row.ChunkBuilder;
import dev.spillway.wire.row.RowReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The JDK is the oracle. */
class TextBufferTest {
    private static final RowSchema ROW =
            RowSchema.derive("Text").column("text", ColumnKind.STRING).build();
    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    private final TextBuffer buffer = new TextBuffer();

    private static String text(TextBuffer made) throws ResultFailure {
        ChunkBuilder out = new ChunkBuilder(ROW, Position.START, 1024, 1024, () -> false);
        made.writeTo(out, 1);
        out.endRow();
        RowReader reader = new RowReader(ROW);
        reader.reset(out.take().data());
        reader.next();
        return reader.string(0);
    }

    private void assertDay(long epochDay, String seed) throws ResultFailure {
        assertEquals(LocalDate.ofEpochDay(epochDay).toString(), text(buffer.date(epochDay)), seed);
    }

    @Test
    void everyDayOfFourCenturiesIsItsIsoDate() throws ResultFailure {
        long first = LocalDate.of(1799, 12, 31).toEpochDay();
        for (long day = first; day < first + 146_100; day++) {
            assertDay(day, "");
        }
    }

    @Test
    void daysOfAllTimesAreTheirIsoDates() throws ResultFailure {
        for (LocalDate day : new LocalDate[] {
            LocalDate.of(0, 1, 1),
            LocalDate.of(0, 12, 31),
            LocalDate.of(-1, 12, 31),
            LocalDate.of(1, 1, 1),
            LocalDate.of(9999, 12, 31),
            LocalDate.of(10_000, 1, 1),
            LocalDate.of(-9999, 1, 1),
            LocalDate.of(-10_000, 12, 31),
            LocalDate.of(1970, 1, 1),
            LocalDate.of(1969, 12, 31)
        }) {
            assertDay(day.toEpochDay(), "");
        }
        assertDay(Integer.MAX_VALUE, "");
        assertDay(Integer.MIN_VALUE, "");
        for (long seed = 1; seed <= 100_000; seed++) {
            assertDay(new Random(seed).nextInt(), "seed " + seed);
        }
    }

    @Test
    void aFractionHasThreeSixOrNineDigitsOrIsNotThere() throws ResultFailure {
        assertEquals("1970-01-01T00:00:00", text(buffer.dateTime(0, 0)));
        assertEquals("1970-01-01T00:00:00.100", text(buffer.dateTime(0, 100_000_000)));
        assertEquals("1970-01-01T00:00:00.000100", text(buffer.dateTime(0, 100_000)));
        assertEquals("1970-01-01T00:00:00.000000100", text(buffer.dateTime(0, 100)));
        assertEquals("1969-12-31T23:59:59.999999999", text(buffer.dateTime(-1, 999_999_999)));
    }

    @Test
    void anyTimeIsItsIsoForm() throws ResultFailure {
        int[] units = {1, 1000, 1_000_000, 1_000_000_000};
        for (long seed = 1; seed <= 100_000; seed++) {
            Random random = new Random(seed);
            long second = random.nextLong(-9_223_372_036_855L, 9_223_372_036_855L);
            int unit = units[random.nextInt(units.length)];
            int nanos = random.nextInt(1_000_000_000 / unit) * unit;
            LocalDateTime time = LocalDateTime.ofEpochSecond(second, nanos, ZoneOffset.UTC);
            String expected = time.toLocalDate()
                    + "T"
                    + time.format(DateTimeFormatter.ofPattern(
                            nanos == 0
                                    ? "HH:mm:ss"
                                    : nanos % 1_000_000 == 0
                                            ? "HH:mm:ss.SSS"
                                            : nanos % 1000 == 0 ? "HH:mm:ss.SSSSSS" : "HH:mm:ss.SSSSSSSSS"));
            assertEquals(expected, text(buffer.dateTime(second, nanos)), "seed " + seed);
        }
    }

    private void assertDecimal(BigInteger unscaled, int scale, String seed) throws ResultFailure {
        String expected = new BigDecimal(unscaled, scale).toPlainString();
        long high = unscaled.shiftRight(64).longValue();
        assertEquals(expected, text(buffer.decimal(high, unscaled.mod(TWO_TO_64).longValue(), scale)), seed);
    }

    @Test
    void decimalsArePlainDigitsWithTheirWholeScale() throws ResultFailure {
        BigInteger[] unscaled = {
            BigInteger.ZERO,
            BigInteger.ONE,
            BigInteger.TEN.pow(38).subtract(BigInteger.ONE),
            BigInteger.TEN.pow(37),
            BigInteger.TEN.pow(18),
            BigInteger.TEN.pow(9),
            BigInteger.valueOf(Long.MAX_VALUE),
            BigInteger.ONE.shiftLeft(63),
            BigInteger.ONE.shiftLeft(64),
            BigInteger.ONE.shiftLeft(96),
            BigInteger.ONE.shiftLeft(126)
        };
        for (BigInteger number : unscaled) {
            for (int scale = 0; scale <= 38; scale++) {
                assertDecimal(number, scale, "scale " + scale);
                assertDecimal(number.negate(), scale, "scale " + scale);
            }
        }
    }

    @Test
    void anyDecimalIsItsPlainDigits() throws ResultFailure {
        for (long seed = 1; seed <= 100_000; seed++) {
            Random random = new Random(seed);
            BigInteger number = new BigInteger(1 + random.nextInt(126), random);
            assertDecimal(random.nextBoolean() ? number : number.negate(), random.nextInt(39), "seed " + seed);
        }
    }

    @Test
    void anyNumberWithoutASignIsItsPlainDigits() throws ResultFailure {
        for (long seed = 1; seed <= 10_000; seed++) {
            Random random = new Random(seed);
            BigInteger number = new BigInteger(random.nextInt(129), random);
            long high = number.shiftRight(64).longValue();
            assertEquals(number.toString(), text(buffer.unsigned(high, number.longValue())), "seed " + seed);
        }
    }

    @Test
    void anyTimeOfDayIsTheOneThatJavaReads() throws ResultFailure {
        for (long seed = 1; seed <= 10_000; seed++) {
            Random random = new Random(seed);
            LocalTime time = LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000_000L));
            assertEquals(time, LocalTime.parse(text(buffer.time(time.toNanoOfDay()))), "seed " + seed);
            OffsetTime there = time.atOffset(ZoneOffset.ofTotalSeconds(random.nextInt(-64_800, 64_801)));
            String text = text(buffer.time(
                    there.toLocalTime().toNanoOfDay(), there.getOffset().getTotalSeconds()));
            assertEquals(there, OffsetTime.parse(text), "seed " + seed);
        }
        assertEquals("00:00:00Z", text(buffer.time(0, 0)));
        assertEquals("24:00:00", text(buffer.time(86_400_000_000_000L)));
    }

    @Test
    void anyLengthOfTimeIsTheOneThatJavaReads() throws ResultFailure {
        for (long seed = 1; seed <= 10_000; seed++) {
            Random random = new Random(seed);
            int months = random.nextInt() >> random.nextInt(32);
            int days = random.nextInt() >> random.nextInt(32);
            long micros = random.nextLong() >> random.nextInt(64);
            String text = text(buffer.interval(months, days, micros));
            int time = text.indexOf('T');
            String date = time < 0 ? text : text.substring(0, time);
            Period period = date.equals("P") ? Period.ZERO : Period.parse(date);
            Duration duration = time < 0 ? Duration.ZERO : Duration.parse("P" + text.substring(time));
            assertEquals(Period.of(months / 12, months % 12, days), period, text);
            assertEquals(Duration.of(micros, ChronoUnit.MICROS), duration, text);
        }
    }

    @Test
    void aLengthOfTimeHasOnlyWhatIsNotZeroAndASignBeforeEachNumber() throws ResultFailure {
        assertEquals("PT0S", text(buffer.interval(0, 0, 0)));
        assertEquals("P1Y2M3DT4H5M6.500S", text(buffer.interval(14, 3, 14_706_500_000L)));
        assertEquals("P-1Y-2M", text(buffer.interval(-14, 0, 0)));
        assertEquals("P1M-1DT0.000001S", text(buffer.interval(1, -1, 1)));
        assertEquals("PT-1H-0.500S", text(buffer.interval(0, 0, -3_600_500_000L)));
        assertEquals("P2DT60H", text(buffer.interval(0, 2, 216_000_000_000L)));
    }

    @Test
    void anyUuidIsWrittenAsJavaWritesIt() throws ResultFailure {
        for (long seed = 1; seed <= 10_000; seed++) {
            Random random = new Random(seed);
            UUID uuid = new UUID(random.nextLong(), random.nextLong());
            String text = text(buffer.uuid(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits()));
            assertEquals(uuid.toString(), text, "seed " + seed);
        }
    }

    @Test
    void theLongestTextFits() throws ResultFailure {
        assertEquals("+292277026596-12-04T15:30:07.999999999", text(buffer.dateTime(Long.MAX_VALUE, 999_999_999)));
        assertEquals(
                "P-178956970Y-8M-2147483648DT-2562047788H-54.775808S",
                text(buffer.interval(Integer.MIN_VALUE, Integer.MIN_VALUE, Long.MIN_VALUE)));
    }
}
