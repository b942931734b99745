package dev.spillway.app.option;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lengths of time as Locust takes them: {@code 90}, {@code 90s}, {@code 1m30s}, {@code 2h}; and {@code 500ms}. */
public final class TimeText {
    private static final Pattern TIME =
            Pattern.compile("(?:(\\d+)h)?(?:(\\d+)m(?!s))?(?:(\\d+(?:\\.\\d+)?)s?)?|(\\d+)ms");

    private TimeText() {}

    /**
     * The time of a text.
     *
     * @throws IllegalArgumentException the text is none, or no time at all
     */
    public static Duration parse(String text) {
        Matcher time = TIME.matcher(text);
        if (!text.isEmpty() && time.matches()) {
            Duration duration = Duration.ofHours(number(time.group(1)))
                    .plusMinutes(number(time.group(2)))
                    .plusMillis(Math.round(time.group(3) == null ? 0 : Double.parseDouble(time.group(3)) * 1e3))
                    .plusMillis(number(time.group(4)));
            if (duration.isPositive()) {
                return duration;
            }
        }
        throw new IllegalArgumentException("'" + text + "' (expected: a time such as 30s, 5m, 1h30m or 500ms)");
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
