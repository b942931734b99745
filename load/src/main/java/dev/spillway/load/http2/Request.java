package dev.spillway.load.http2;

import dev.spillway.wire.Slice;
import java.util.HashMap;
import java.util.Map;

/**
 * A request.
 *
 * @param path with its query
 * @param body empty: none
 */
public record Request(String method, String path, Map<String, String> headers, Slice body) {
    private static final int PREFIX = 5;

    public Request {
        headers = Map.copyOf(headers);
    }

    public static Request get(String path) {
        return new Request("GET", path, Map.of("accept-encoding", "identity"), Slice.EMPTY);
    }

    /** The same, with more headers. */
    public Request with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(more);
        return new Request(method, path, all, body);
    }

    /** A call of a gRPC method with one message. */
    public static Request grpc(String service, String method, byte[] message) {
        byte[] body = new byte[PREFIX + message.length];
        body[1] = (byte) (message.length >>> 24);
        body[2] = (byte) (message.length >>> 16);
        body[3] = (byte) (message.length >>> 8);
        body[4] = (byte) message.length;
        System.arraycopy(message, 0, body, PREFIX, message.length);
        return new Request(
                "POST",
                "/" + service + "/" + method,
                Map.of("content-type", "application/grpc", "te", "trailers"),
                Slice.of(body));
    }
}
