package dev.spillway.server.http;

import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The query of a URL as parameters: each at most once, and nothing malformed is let through. */
final class QueryString {
    private QueryString() {}

    static Map<String, String> parse(@Nullable String query) throws ResultFailure {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query == null || query.isEmpty()) {
            return parameters;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new ResultFailure(Reason.INVALID_PARAMETER, "query: '" + pair + "' (expected: name=value)");
            }
            String name = decode(pair.substring(0, equals), true);
            if (parameters.put(name, decode(pair.substring(equals + 1), true)) != null) {
                throw new ResultFailure(Reason.INVALID_PARAMETER, name + ": given twice (expected: at most once)");
            }
        }
        return parameters;
    }

    /** Resolves percent-encoding of UTF-8. */
    static String decode(String encoded, boolean plusIsSpace) throws ResultFailure {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                int high = i + 2 < encoded.length() ? Character.digit(encoded.charAt(i + 1), 16) : -1;
                int low = high >= 0 ? Character.digit(encoded.charAt(i + 2), 16) : -1;
                if (low < 0) {
                    throw malformed(encoded);
                }
                bytes.write((high << 4) | low);
                i += 2;
            } else {
                bytes.writeBytes(
                        String.valueOf(c == '+' && plusIsSpace ? ' ' : c).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed(encoded);
        }
    }

    private static ResultFailure malformed(String encoded) {
        return new ResultFailure(
                Reason.INVALID_PARAMETER, "query: '" + encoded + "' (expected: percent-encoded UTF-8)");
    }
}
