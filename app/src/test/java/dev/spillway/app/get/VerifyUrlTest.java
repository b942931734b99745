package dev.spillway.app.get;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.spillway.wire.Crc32c;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file is compared with what a gateway, here a scripted one, says of its URL. */
@Timeout(60)
class VerifyUrlTest {
    private static final byte[] BYTES = "id,title\n0,Book\n".getBytes(StandardCharsets.UTF_8);
    private static final Map<String, String> SUMS = Map.of(
            "Content-Length", "" + BYTES.length,
            "Spillway-Rows", "1",
            "Repr-Digest", "sha-256=:AAAA:, " + Crc32c.toDigest(Crc32c.of(BYTES, 0, BYTES.length)));

    private record Answer(int status, Map<String, String> headers) {}

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private HttpServer server;
    private String url;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void start() throws Exception {
        file = Files.write(folder.resolve("books.csv"), BYTES);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            Answer answer = answers.removeFirst();
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), -1);
            exchange.close();
        });
        server.start();
        url = "localhost:" + server.getAddress().getPort() + "/v1/streams/books.csv?as=demo";
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private CommandRun verify(Answer... script) {
        answers.addAll(List.of(script));
        return CommandRun.of(new VerifyCommand(), file.toString(), url);
    }

    @Test
    void theSameIsSaidSo() {
        CommandRun run = verify(new Answer(200, SUMS));
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().startsWith(file + ": 1 rows, complete, checksum equal (crc32c "), run.out());
        assertEquals(List.of("HEAD /v1/streams/books.csv?as=demo"), List.copyOf(requests));
    }

    @Test
    void whatDiffersIsNamed() throws Exception {
        byte[] other = BYTES.clone();
        other[9] = '1';
        Files.write(file, other);
        CommandRun run = verify(new Answer(200, SUMS));
        assertEquals(4, run.exitCode());
        assertTrue(run.err().contains(": crc32c "), run.err());
        Files.write(file, new byte[3]);
        run = verify(new Answer(200, SUMS));
        assertEquals(4, run.exitCode());
        assertTrue(run.err().endsWith(": 3 bytes (expected: " + BYTES.length + ")\n"), run.err());
    }

    @Test
    void whatIsNotMeasuredYetIsWaitedFor() {
        CommandRun run = verify(new Answer(503, Map.of("Retry-After", "0")), new Answer(200, SUMS));
        assertEquals(0, run.exitCode(), run.err());
    }

    @Test
    void whatIsNotThereVerifiesNothing() {
        CommandRun gone = verify(new Answer(404, Map.of()));
        assertEquals(1, gone.exitCode());
        assertTrue(gone.err().endsWith("?as=demo: status 404 (expected: 200)\n"), gone.err());
        CommandRun another = verify(new Answer(200, Map.of("Content-Length", "16")));
        assertEquals(1, another.exitCode());
        assertTrue(another.err().contains(": no length (expected: a complete result"), another.err());
        server.stop(0);
        assertEquals(1, verify().exitCode());
    }

    @Test
    void whatIsNoUrlIsRefused() {
        CommandRun run = CommandRun.of(new VerifyCommand(), file.toString(), "ftp://host/file");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("'ftp://host/file' (expected: http://HOST:PORT/PATH)"), run.err());
    }
}
