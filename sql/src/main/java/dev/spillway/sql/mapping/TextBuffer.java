package dev.spillway.sql.mapping;

import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.row.RowWriter;
import java.nio.charset.StandardCharsets;

/** The text of one value at a time: plain digits and ISO 8601, in a buffer that is used again. One thread. */
public final class TextBuffer {
    private static final int SECONDS_PER_DAY = 86_400;
    private static final long BILLION = 1_000_000_000;
    private static final int NINE_DIGITS = 9;
    private static final int SECONDS_PER_HOUR = 3600;
    private static final int MICROS_PER_SECOND = 1_000_000;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final long LOW_32 = 0xFFFF_FFFFL;

    /** Longer than any text that is made here. */
    private final byte[] bytes = new byte[64];

    private int start;
    private int end;

    public void writeTo(RowWriter out, int field) throws ResultFailure {
        out.bytes(field, bytes, start, end - start);
    }

    @Override
    public String toString() {
        return new String(bytes, start, end - start, StandardCharsets.US_ASCII);
    }

    /** A day: {@code 2026-01-31}; years beyond 9999 and before 0 as in ISO 8601, with a sign. */
    public TextBuffer date(long epochDay) {
        clear();
        putDate(epochDay);
        return this;
    }

    /** A day and a time: {@code 2026-01-31T12:00:00}; a fraction only if there is one, of 3, 6 or 9 digits. */
    public TextBuffer dateTime(long epochSecond, int nanos) {
        clear();
        putDate(Math.floorDiv(epochSecond, SECONDS_PER_DAY));
        put('T');
        putTime((int) Math.floorMod(epochSecond, (long) SECONDS_PER_DAY), nanos);
        return this;
    }

    /** A time of day: {@code 12:00:00}, up to {@code 24:00:00}; a fraction as in {@link #dateTime}. */
    public TextBuffer time(long nanosOfDay) {
        clear();
        putTime((int) (nanosOfDay / BILLION), (int) (nanosOfDay % BILLION));
        return this;
    }

    /** A time of day and its distance from UTC: {@code 12:00:00+01:00}, with seconds only if there are; {@code Z}. */
    public TextBuffer time(long nanosOfDay, int offsetSeconds) {
        time(nanosOfDay);
        if (offsetSeconds == 0) {
            put('Z');
            return this;
        }
        put(offsetSeconds < 0 ? '-' : '+');
        int seconds = Math.abs(offsetSeconds);
        putHoursAndMinutes(seconds);
        if (seconds % 60 != 0) {
            put(':');
            putDigits(seconds % 60, 2);
        }
        return this;
    }

    private void putTime(int second, int nanos) {
        putHoursAndMinutes(second);
        put(':');
        putDigits(second % 60, 2);
        putFraction(nanos);
    }

    private void putHoursAndMinutes(int seconds) {
        putDigits(seconds / SECONDS_PER_HOUR, 2);
        put(':');
        putDigits(seconds / 60 % 60, 2);
    }

    private void putFraction(int nanos) {
        if (nanos != 0) {
            put('.');
            if (nanos % 1000 != 0) {
                putDigits(nanos, 9);
            } else if (nanos % 1_000_000 != 0) {
                putDigits(nanos / 1000, 6);
            } else {
                putDigits(nanos / 1_000_000, 3);
            }
        }
    }

    /**
     * A length of time: {@code P1Y2M3DT4H5M6.500S}, {@code PT0S}. Months, days and time stay apart, each with its own sign
     * before each of its numbers ({@code P1M-3DT-4H-0.500S}); years are 12 months and hours 60 minutes, days are no hours.
     */
    public TextBuffer interval(int months, int days, long micros) {
        clear();
        put('P');
        putUnit(months / 12, 'Y');
        putUnit(months % 12, 'M');
        putUnit(days, 'D');
        if (micros != 0 || end == 1) {
            put('T');
            long seconds = micros / MICROS_PER_SECOND;
            putUnit(seconds / SECONDS_PER_HOUR, 'H');
            putUnit(seconds / 60 % 60, 'M');
            putSeconds(micros < 0, (int) Math.abs(seconds % 60), (int) Math.abs(micros % MICROS_PER_SECOND));
        }
        return this;
    }

    private void putUnit(long value, char unit) {
        if (value != 0) {
            putNumber(value);
            put(unit);
        }
    }

    private void putSeconds(boolean negative, int seconds, int micros) {
        if (seconds == 0 && micros == 0 && bytes[end - 1] != 'T') {
            return;
        }
        if (negative) {
            put('-');
        }
        putNumber(seconds);
        putFraction(micros * 1000);
        put('S');
    }

    private void putNumber(long value) {
        if (value < 0) {
            put('-');
        }
        long digits = Math.abs(value);
        int width = 1;
        for (long rest = digits / 10; rest != 0; rest /= 10) {
            width++;
        }
        putDigits(digits, width);
    }

    /** {@code 00112233-4455-6677-8899-aabbccddeeff}. */
    public TextBuffer uuid(long high, long low) {
        clear();
        for (int i = 15; i >= 0; i--) {
            putHex(high, i);
            if (i == 8 || i == 4) {
                put('-');
            }
        }
        for (int i = 15; i >= 0; i--) {
            if (i == 15 || i == 11) {
                put('-');
            }
            putHex(low, i);
        }
        return this;
    }

    private void putHex(long bits, int digit) {
        bytes[end++] = HEX[(int) (bits >>> (digit * 4)) & 0xF];
    }

    private void clear() {
        start = 0;
        end = 0;
    }

    private void put(char ascii) {
        bytes[end++] = (byte) ascii;
    }

    /** Days since 1970 to the proleptic Gregorian calendar, counted in eras of 400 years that begin on a 1 March. */
    private void putDate(long epochDay) {
        long day = epochDay + 719_468;
        long era = Math.floorDiv(day, 146_097L);
        long dayOfEra = Math.floorMod(day, 146_097L);
        long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long monthFromMarch = (5 * dayOfYear + 2) / 153;
        long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        putYear(era * 400 + yearOfEra + (month <= 2 ? 1 : 0));
        put('-');
        putDigits(month, 2);
        put('-');
        putDigits(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1, 2);
    }

    private void putYear(long year) {
        if (year < 0) {
            put('-');
        } else if (year > 9999) {
            put('+');
        }
        long digits = Math.abs(year);
        int width = 4;
        for (long limit = 10_000; digits >= limit; limit *= 10) {
            width++;
        }
        putDigits(digits, width);
    }

    private void putDigits(long value, int width) {
        long rest = value;
        for (int i = end + width - 1; i >= end; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        end += width;
    }

    /** A number of 128 bits in two's complement, divided by a power of ten: {@code -0.05}. All digits of the scale. */
    public TextBuffer decimal(long high, long low, int scale) {
        return plain(high, low, scale, high < 0);
    }

    /** A number of 128 bits without a sign. */
    public TextBuffer unsigned(long high, long low) {
        return plain(high, low, 0, false);
    }

    private TextBuffer plain(long high, long low, int scale, boolean negative) {
        long lowest = negative ? -low : low;
        long highest = negative ? ~high + (low == 0 ? 1 : 0) : high;
        end = bytes.length;
        start = end;
        int digits = 0;
        while (highest != 0 || lowest < 0) {
            // Long division by a billion, 32 bits at a time: its remainder is the next nine digits.
            long part3 = highest >>> 32;
            long part2 = ((part3 % BILLION) << 32) | (highest & LOW_32);
            long part1 = ((part2 % BILLION) << 32) | (lowest >>> 32);
            long part0 = ((part1 % BILLION) << 32) | (lowest & LOW_32);
            highest = ((part3 / BILLION) << 32) | (part2 / BILLION);
            lowest = ((part1 / BILLION) << 32) | (part0 / BILLION);
            digits = prepend(part0 % BILLION, digits, digits + NINE_DIGITS, scale);
        }
        prepend(lowest, digits, scale + 1, scale);
        if (negative) {
            bytes[--start] = '-';
        }
        return this;
    }

    /** Puts a number before the digits that are there: all of its own, and zeros until there are so many in all. */
    private int prepend(long value, int digits, int atLeast, int scale) {
        long rest = value;
        int count = digits;
        while (rest != 0 || count < atLeast) {
            if (count == scale && scale > 0) {
                bytes[--start] = '.';
            }
            bytes[--start] = (byte) ('0' + rest % 10);
            rest /= 10;
            count++;
        }
        return count;
    }
}
