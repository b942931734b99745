package dev.spillway.server.http;

import com.linecorp.armeria.common.MediaType;
import dev.spillway.render.Format;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Chooses a format by the {@code Accept} header (RFC 9110, section 12.5.1). */
final class FormatChoice {
    private static final Format DEFAULT = Format.NDJSON;

    private FormatChoice() {}

    /** The names of all formats, for people. */
    static String all() {
        return Arrays.stream(Format.values()).map(Format::toString).collect(Collectors.joining(", "));
    }

    /** The format that the header likes best; of equal ones the first. No header takes ndjson. */
    static Format of(@Nullable String accept) throws ResultFailure {
        if (accept == null || accept.isBlank()) {
            return DEFAULT;
        }
        Format best = null;
        float bestQuality = 0;
        for (Format format : Format.values()) {
            float quality = quality(format, accept);
            if (quality > bestQuality) {
                best = format;
                bestQuality = quality;
            }
        }
        if (best == null) {
            throw new ResultFailure(
                    Reason.NOT_ACCEPTABLE,
                    "Accept: " + accept + " (expected: one of "
                            + Arrays.stream(Format.values())
                                    .map(Format::mediaType)
                                    .collect(Collectors.joining(", "))
                            + ")");
        }
        return best;
    }

    /** How much the header likes the format: its most specific range counts. */
    private static float quality(Format format, String accept) throws ResultFailure {
        MediaType type = MediaType.parse(format.mediaType()).withoutParameters();
        int mostSpecific = -1;
        float quality = 0;
        for (String each : accept.split(",", -1)) {
            if (each.isBlank()) {
                continue;
            }
            MediaType range = parse(each.trim(), accept);
            int specific = range.type().equals("*") ? 0 : range.subtype().equals("*") ? 1 : 2;
            boolean matches = (specific == 0 || range.type().equals(type.type()))
                    && (specific < 2 || range.subtype().equals(type.subtype()));
            if (matches && specific > mostSpecific) {
                mostSpecific = specific;
                quality = range.qualityFactor();
            }
        }
        return quality;
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
