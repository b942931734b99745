package dev.spillway.app.load;

import dev.spillway.app.option.TimeText;
import dev.spillway.load.pace.Mix;
import dev.spillway.load.pace.Reader;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A share of the readers as it is written: {@code paced=20%@1MB}, {@code frozen=10%@5s}, {@code killed=10%}, {@code
 * resumed=10%}.
 */
final class ReaderShare {
    private static final Pattern SHARE = Pattern.compile("(paced|frozen|killed|resumed)=(\\d+(?:\\.\\d+)?)%(?:@(.+))?");
    private static final Pattern BYTES = Pattern.compile("(\\d+(?:\\.\\d+)?)(B|kB|MB|GB|KiB|MiB|GiB)");
    private static final double PERCENT = 100;

    private ReaderShare() {}

    /** @throws IllegalArgumentException the text is none */
    static Mix.Share parse(String text) {
        Matcher share = SHARE.matcher(text);
        if (!share.matches()) {
            throw refused(text);
        }
        String detail = share.group(3);
        String kind = share.group(1);
        if ((detail == null) != (kind.equals("killed") || kind.equals("resumed"))) {
            throw refused(text);
        }
        Reader reader = switch (kind) {
            case "paced" -> new Reader.Paced(bytes(text, String.valueOf(detail)));
            case "frozen" -> new Reader.Frozen(duration(text, String.valueOf(detail)));
            case "resumed" -> new Reader.Resumed();
            default -> new Reader.Killed();
        };
        return new Mix.Share(reader, Double.parseDouble(share.group(2)) / PERCENT);
    }

    private static long bytes(String text, String size) {
        Matcher bytes = BYTES.matcher(size);
        if (!bytes.matches()) {
            throw refused(text);
        }
        double factor = switch (bytes.group(2)) {
            case "kB" -> 1e3;
            case "MB" -> 1e6;
            case "GB" -> 1e9;
            case "KiB" -> 1 << 10;
            case "MiB" -> 1 << 20;
            case "GiB" -> 1 << 30;
            default -> 1;
        };
        long perSecond = Math.round(Double.parseDouble(bytes.group(1)) * factor);
        if (perSecond == 0) {
            throw refused(text);
        }
        return perSecond;
    }

    private static Duration duration(String text, String length) {
        try {
            return TimeText.parse(length);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(refused(text).getMessage(), e);
        }
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException("'" + text
                + "' (expected: paced=20%@1MB for bytes a second, frozen=10%@5s, killed=10% or resumed=10%)");
    }
}
