package dev.spillway.load.run;

import io.grpc.Status;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The status of a gRPC call, out of its trailers. */
final class GrpcStatus {
    static final String OK = "0";
    static final String RESOURCE_EXHAUSTED = "8";

    private static final String KEY = "grpc-status";
    private static final String MESSAGE = "grpc-message";

    private GrpcStatus() {}

    /** The code; empty if there is none. */
    static String of(Map<String, String> trailers) {
        return trailers.getOrDefault(KEY, "");
    }

    /** Its name and message: {@code RESOURCE_EXHAUSTED: the result is larger than 4 MiB}. */
    static String text(Map<String, String> trailers) {
        String code = of(trailers);
        if (code.isEmpty()) {
            return "missing";
        }
        // Percent-encoded (gRPC over HTTP/2, "Status-Message"), where a plus is a plus.
        String message =
                URLDecoder.decode(trailers.getOrDefault(MESSAGE, "").replace("+", "%2B"), StandardCharsets.UTF_8);
        return message.isEmpty() ? name(code) : name(code) + ": " + message;
    }

    private static String name(String code) {
        try {
            return Status.fromCodeValue(Integer.parseInt(code)).getCode().name();
        } catch (NumberFormatException e) {
            return code;
        }
    }
}
