package dev.spillway.load.run;

import io.grpc.Status;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The status of a gRPC call, out of its trailers. */
final class GrpcStatus {
    private GrpcStatus() {}

    /** Its name and message: {@code RESOURCE_EXHAUSTED: the result is larger than 4 MiB}. */
    static String text(String code, Map<String, String> trailers) {
        String message = trailers.getOrDefault("grpc-message", "");
        // Percent-encoded (gRPC over HTTP/2, "Status-Message"), where a plus is a plus.
        String text = URLDecoder.decode(message.replace("+", "%2B"), StandardCharsets.UTF_8);
        return text.isEmpty() ? name(code) : name(code) + ": " + text;
    }

    static String name(String code) {
        try {
            return Status.fromCodeValue(Integer.parseInt(code)).getCode().name();
        } catch (NumberFormatException e) {
            return code;
        }
    }
}
