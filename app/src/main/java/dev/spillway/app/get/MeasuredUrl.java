package dev.spillway.app.get;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a gateway says of the bytes behind a URL: how many rows, how many bytes, and their CRC32C (RFC 9530). */
final class MeasuredUrl {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int UNAVAILABLE = 503;
    private static final int OK = 200;

    private static final Pattern CRC32C = Pattern.compile("(?:^|,)\\s*crc32c=:([A-Za-z0-9+/=]+):");

    private final URI url;

    /** @throws IllegalArgumentException it is none of HTTP */
    MeasuredUrl(String text) {
        url = URI.create(text.contains("://") ? text : "http://" + text);
        if (!String.valueOf(url.getScheme()).matches("https?") || url.getHost() == null) {
            throw new IllegalArgumentException("'" + text + "' (expected: http://HOST:PORT/PATH)");
        }
    }

    /**
     * Asks for it; waits for a result that is not measured yet.
     *
     * @throws IOException the server does not answer, or not with what is asked for
     */
    Sidecar ask() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (true) {
                HttpResponse<Void> response = client.send(
                        HttpRequest.newBuilder(url).HEAD().timeout(TIMEOUT).build(), BodyHandlers.discarding());
                OptionalLong retryAfter = response.headers().firstValueAsLong("retry-after");
                boolean mayPass = response.statusCode() == UNAVAILABLE && retryAfter.isPresent();
                if (!mayPass || System.nanoTime() - deadline > 0) {
                    return sums(response);
                }
                Thread.sleep(Math.min(Duration.ofSeconds(retryAfter.getAsLong()).toMillis(), LONGEST_PAUSE.toMillis()));
            }
        }
    }

    private static Sidecar sums(HttpResponse<?> response) throws IOException {
        if (response.statusCode() != OK) {
            throw new IOException("status " + response.statusCode() + " (expected: " + OK + ")");
        }
        OptionalLong length = response.headers().firstValueAsLong("content-length");
        OptionalLong rows = response.headers().firstValueAsLong("spillway-rows");
        Optional<Integer> crc32c = response.headers().firstValue("repr-digest").flatMap(MeasuredUrl::crc32c);
        if (length.isEmpty() || rows.isEmpty() || crc32c.isEmpty()) {
            throw new IOException("no length (expected: a complete result, by its id or a name: as=NAME)");
        }
        return new Sidecar(rows.getAsLong(), new Checksum(length.getAsLong(), crc32c.get()));
    }

    private static Optional<Integer> crc32c(String digest) {
        Matcher matcher = CRC32C.matcher(digest);
        if (!matcher.find()) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(matcher.group(1));
            return bytes.length == Integer.BYTES
                    ? Optional.of(ByteBuffer.wrap(bytes).getInt())
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Who is asked. */
    String server() {
        return url.getAuthority();
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
