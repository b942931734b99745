package dev.spillway.app.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written with a binary unit: {@code 256MiB}. */
public record DataSize(long bytes) implements Comparable<DataSize> {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,15})(B|KiB|MiB|GiB|TiB)");
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");

    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes: " + bytes + " (expected: >= 0)");
        }
    }

    /**
     * The size of a text such as {@code 256MiB}.
     *
     * @throws IllegalArgumentException it is not a whole number and a unit, or too large
     */
    public static DataSize parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text + " (expected: a whole number and B, KiB, MiB, GiB or TiB)");
        }
        try {
            return new DataSize(
                    Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * UNITS.indexOf(matcher.group(2)))));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(text + " (expected: less than 2^63 bytes)", e);
        }
    }

    /** The bytes as an int, for arrays and buffers; the key's bounds make it fit. */
    public int intBytes() {
        return Math.toIntExact(bytes);
    }

    @Override
    public int compareTo(DataSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** With the largest unit that keeps it whole. */
    @Override
    public String toString() {
        int unit = 0;
        long number = bytes;
        while (number != 0 && number % 1024 == 0 && unit < UNITS.size() - 1) {
            number /= 1024;
            unit++;
        }
        return number + UNITS.get(unit);
    }
}
