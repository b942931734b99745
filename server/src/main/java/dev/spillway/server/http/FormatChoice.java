package dev.spillway.server.http;

import com.linecorp.armeria.common.MediaType;
import dev.spillway.render.Format;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Chooses a format by the {@code Accept} header (RFC 9110, section 12.5.1). */
final class FormatChoice {
    private static final Format DEFAULT = Format.NDJSON;

    private FormatChoice() {}

    /** The names of all formats, for people. */
    static String all() {
        return Arrays.stream(Format.values()).map(Format::toString).collect(Collectors.joining(", "));
    }

    /** The format that the headers like best; of equal ones the one that they name, then the first. Without any, ndjson. */
    static Format of(List<String> headers) throws ResultFailure {
        String accept = String.join(", ", headers);
        if (accept.isBlank()) {
            return DEFAULT;
        }
        Format best = null;
        Liking most = Liking.NONE;
        for (Format format : Format.values()) {
            Liking liking = liking(format, accept);
            if (liking.isMoreThan(most)) {
                best = format;
                most = liking;
            }
        }
        if (best == null) {
            throw new ResultFailure(
                    Reason.NOT_ACCEPTABLE,
                    "Accept: " + accept + " (expected: one of "
                            + Arrays.stream(Format.values())
                                    .map(format -> type(format).toString())
                                    .collect(Collectors.joining(", "))
                            + ")");
        }
        return best;
    }

    /**
     * How much a header likes a format.
     *
     * @param specific of the range that says so: 0 for any type, 1 for any subtype, 2 for this very type
     */
    private record Liking(float quality, int specific) {
        static final Liking NONE = new Liking(0, -1);

        boolean isMoreThan(Liking other) {
            return quality > other.quality || (quality > 0 && quality == other.quality && specific > other.specific);
        }
    }

    /** The most specific range counts. */
    private static Liking liking(Format format, String accept) throws ResultFailure {
        MediaType type = type(format);
        Liking liking = Liking.NONE;
        for (String each : accept.split(",", -1)) {
            if (each.isBlank()) {
                continue;
            }
            MediaType range = parse(each.trim(), accept);
            int specific = range.type().equals("*") ? 0 : range.subtype().equals("*") ? 1 : 2;
            boolean matches = (specific == 0 || range.type().equals(type.type()))
                    && (specific < 2 || range.subtype().equals(type.subtype()));
            if (matches && specific > liking.specific()) {
                liking = new Liking(range.qualityFactor(), specific);
            }
        }
        return liking;
    }

    private static MediaType type(Format format) {
        return MediaType.parse(format.mediaType()).withoutParameters();
    }

    private static MediaType parse(String range, String accept) throws ResultFailure {
        try {
            return MediaType.parse(range);
        } catch (IllegalArgumentException e) {
            throw new ResultFailure(
                    Reason.INVALID_REQUEST, "Accept: " + accept + " (expected: media types, separated by commas)", e);
        }
    }
}
