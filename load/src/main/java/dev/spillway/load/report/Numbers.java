package dev.spillway.load.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers for people: three digits, and a unit that fits. */
public final class Numbers {
    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);
    private static final long THOUSAND = 1_000;

    private Numbers() {}

    /** A length of time: {@code 950 µs}, {@code 3.12 ms}, {@code 1.21 s}. */
    public static String time(long nanos) {
        if (nanos < THOUSAND * THOUSAND) {
            return digits(nanos / 1e3) + " µs";
        }
        if (nanos < THOUSAND * THOUSAND * THOUSAND) {
            return digits(nanos / 1e6) + " ms";
        }
        return digits(nanos / 1e9) + " s";
    }

    /** A count: {@code 42}, {@code 812 k}, {@code 8.12 M}. */
    public static String count(double count) {
        if (count < THOUSAND) {
            return digits(count);
        }
        if (count < THOUSAND * THOUSAND) {
            return digits(count / 1e3) + " k";
        }
        return digits(count / 1e6) + " M";
    }

    /** Three digits, fewer where they are zeros behind the point. */
    public static String digits(double value) {
        BigDecimal rounded = new BigDecimal(value).round(THREE_DIGITS);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
