package dev.spillway.server.http;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A content coding (RFC 9110, section 8.4.1), the cheapest for what it saves first. Its text is its name in headers. */
enum Coding {
    ZSTD,
    GZIP,
    IDENTITY;

    /** The fastest level is the best too, for its window; of memory it takes half of what its own window would. */
    private static final int ZSTD_LEVEL = 1;

    private static final int ZSTD_WINDOW_LOG = 17;

    /** The quality of identity where a request does not speak of it: acceptable, if there is nothing else. */
    private static final float UNTOLD = Float.MIN_VALUE;

    /** The coding that the {@code Accept-Encoding} headers like best, of equal ones the first; identity without any. */
    static Coding of(List<String> accepted) throws ResultFailure {
        String header = String.join(", ", accepted);
        Map<String, Float> qualities = qualities(header);
        Coding best = IDENTITY;
        float bestQuality = 0;
        for (Coding coding : values()) {
            float quality = coding == IDENTITY
                    ? qualities.getOrDefault("identity", qualities.getOrDefault("*", UNTOLD))
                    : qualities.getOrDefault(coding.toString(), 0f);
            if (quality > bestQuality) {
                best = coding;
                bestQuality = quality;
            }
        }
        if (bestQuality == 0) {
            throw new ResultFailure(
                    Reason.NOT_ACCEPTABLE,
                    "Accept-Encoding: " + header + " (expected: one of "
                            + Arrays.stream(values()).map(Coding::toString).collect(Collectors.joining(", ")) + ")");
        }
        return best;
    }

    /** Identity, unless the headers refuse it. */
    static Coding identityIn(List<String> accepted) throws ResultFailure {
        Map<String, Float> qualities = qualities(String.join(", ", accepted));
        float quality = qualities.getOrDefault("identity", qualities.getOrDefault("*", UNTOLD));
        return quality > 0 ? IDENTITY : of(accepted);
    }

    private static Map<String, Float> qualities(String header) throws ResultFailure {
        Map<String, Float> qualities = new HashMap<>();
        for (String each : header.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = each.split(";", 2);
            String name = parts[0].trim();
            if (!name.isEmpty()) {
                float quality = parts.length == 1 ? 1 : quality(parts[1].trim(), header);
                qualities.put(name.equals("x-gzip") ? "gzip" : name, quality);
            }
        }
        return qualities;
    }

    private static float quality(String weight, String header) throws ResultFailure {
        if (!weight.matches("q *= *(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)")) {
            throw new ResultFailure(
                    Reason.INVALID_REQUEST,
                    "Accept-Encoding: " + header + " (expected: codings, separated by commas, with q=0 to 1)");
        }
        return Float.parseFloat(weight.substring(weight.indexOf('=') + 1).trim());
    }

    /** What stands in {@code Content-Encoding}; empty where there is no such header. */
    Optional<String> contentEncoding() {
        return this == IDENTITY ? Optional.empty() : Optional.of(toString());
    }

    /** Codes one body. */
    ContentCoder coder() {
        return switch (this) {
            case ZSTD ->
                new Compressor(sink -> new ZstdOutputStreamNoFinalizer(sink, ZSTD_LEVEL).setWindowLog(ZSTD_WINDOW_LOG));
            case GZIP -> new Compressor(GzipStream::new);
            case IDENTITY -> new PlainCoder();
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
