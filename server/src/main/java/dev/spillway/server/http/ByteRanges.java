package dev.spillway.server.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.RequestHeaders;
import dev.spillway.wire.RenderingSpec.ByteRange;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@code Range} asks for (RFC 9110, section 14): which bytes of a body of a known length, in the order in which they
 * are asked for. Where the RFC leaves a choice, it is that of nginx.
 */
sealed interface ByteRanges {
    /** All: the header does not count, or asks for more than there is. */
    record All() implements ByteRanges {}

    /** Nothing that there is. */
    record None() implements ByteRanges {}

    /** At least one range. */
    record Some(List<ByteRange> ranges) implements ByteRanges {
        public Some {
            ranges = List.copyOf(ranges);
        }
    }

    Pattern COMMA = Pattern.compile("[ \t]*,[ \t]*");
    Pattern SPEC = Pattern.compile("(?: *([0-9]+) *- *([0-9]*)| *-([0-9]+)) *");

    /** The {@link #set} that a request asks for, if any. */
    static Optional<String> in(RequestHeaders request) {
        return Optional.ofNullable(request.get(HttpHeaderNames.RANGE)).flatMap(ByteRanges::set);
    }

    /** The set behind the unit; empty if the unit is another one, and the header is to be ignored. */
    static Optional<String> set(String header) {
        String range = header.strip();
        String unit = "bytes=";
        return range.length() > unit.length() && range.toLowerCase(Locale.ROOT).startsWith(unit)
                ? Optional.of(range.substring(unit.length()))
                : Optional.empty();
    }

    /** The ranges of a {@link #set} in a body of that size. */
    static ByteRanges of(String set, long size) {
        List<ByteRange> ranges = new ArrayList<>();
        long sum = 0;
        boolean any = false;
        for (String each : COMMA.split(set, -1)) {
            if (each.isBlank()) {
                continue;
            }
            Matcher spec = SPEC.matcher(each);
            if (!spec.matches()) {
                return new None();
            }
            any = true;
            String suffix = spec.group(3);
            long first = suffix == null ? number(spec.group(1)) : size - Math.min(size, number(suffix));
            long last =
                    suffix == null && !spec.group(2).isEmpty() ? Math.min(size - 1, number(spec.group(2))) : size - 1;
            if (first <= last) {
                ByteRange range = new ByteRange(first, last);
                ranges.add(range);
                sum += range.length();
            } else if (first == 0) {
                return new All();
            }
        }
        if (!any || ranges.isEmpty()) {
            return new None();
        }
        return sum > size ? new All() : new Some(ranges);
    }

    /** However large. */
    private static long number(String digits) {
        return new BigInteger(digits).min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
    }
}
