package dev.spillway.server.grpc;

import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code grpc-timeout} header: at most 8 digits and a unit (PROTOCOL-HTTP2.md). */
final class GrpcTimeout {
    private static final Pattern FORMAT = Pattern.compile("([0-9]{1,8})([HMSmun])");

    private GrpcTimeout() {}

    static Duration parse(String header) throws ResultFailure {
        Matcher matcher = FORMAT.matcher(header);
        if (!matcher.matches()) {
            throw new ResultFailure(
                    Reason.INVALID_REQUEST,
                    "grpc-timeout: " + header + " (expected: at most 8 digits and one of H, M, S, m, u, n)");
        }
        long value = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2).charAt(0)) {
            case 'H' -> Duration.ofHours(value);
            case 'M' -> Duration.ofMinutes(value);
            case 'S' -> Duration.ofSeconds(value);
            case 'm' -> Duration.ofMillis(value);
            case 'u' -> Duration.ofNanos(value * 1000);
            default -> Duration.ofNanos(value);
        };
    }
}
