package dev.spillway.app.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.app.config.Catalog;
import dev.spillway.result.RunListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The book shop, as it is shipped, over HTTP. */
@Timeout(120)
class LocalServiceTest {
    private static final Path BOOK_SHOP = Path.of("../examples/bookshop");
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir
    private Path folder = Path.of("");

    private Path tee = Path.of("");
    private Catalog catalog;
    private LocalService service;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void start() throws Exception {
        tee = folder.resolve("books.txt");
        for (String name : List.of("shelf.sql", "recommendations/v1/recommendations.proto")) {
            Files.createDirectories(folder.resolve(name).resolveSibling(""));
            Files.copy(BOOK_SHOP.resolve(name), folder.resolve(name));
        }
        Path file = folder.resolve("spillway.yaml");
        String yaml = Files.readString(BOOK_SHOP.resolve("spillway.yaml"))
                .replace("origin:\n", "origin:\n  spool: { folder: \"" + folder.resolve("spool") + "\" }\n");
        Files.writeString(file, yaml.replace("tee: recommend_books_from_server.txt", "tee: " + tee));
        catalog = Catalog.open(file);
        service = LocalService.start(catalog, ANY_PORT, ANY_PORT, RunListener.NONE);
    }

    @AfterEach
    void stop() {
        service.close();
        catalog.close();
    }

    @Test
    void aNumberGetsSoManyBooksAndTheFileHoldsExactlyWhatWasSent() throws Exception {
        byte[] sent = get("/100000").body();
        List<String> lines = lines(sent);
        assertEquals(100_000, lines.size());
        for (int i = 0; i < lines.size(); i++) {
            assertTrue(lines.get(i).matches(i + ", (The|An?) [A-Z].*"), lines.get(i));
        }
        assertArrayEquals(sent, Files.readAllBytes(tee));
    }

    @Test
    void theFileIsThatOfTheLastResult() throws Exception {
        for (int count : new int[] {10, 1, 0}) {
            byte[] sent = get("/" + count).body();
            assertEquals(count, lines(sent).size());
            assertArrayEquals(sent, Files.readAllBytes(tee));
        }
    }

    @Test
    void aUserGetsTheSameTitlesEveryTimeAndAnotherUserOthers() throws Exception {
        String path = "/v1/streams/recommendations.text?max_results=1000&user_id=";
        List<String> one = lines(get(path + 1).body());
        List<String> other = lines(get(path + 2).body());
        assertEquals(one, lines(get(path + 1).body()));
        assertEquals(one.size(), other.size());
        assertTrue(one.stream().filter(other::contains).count() < one.size() / 10);
    }

    @Test
    void whatIsNoNumberOfBooksIsRefused() throws Exception {
        for (String wrong : List.of("-1", "many", "2147483648", "99999999999999999999", "1.5")) {
            HttpResponse<byte[]> response = get("/" + wrong);
            assertEquals(400, response.statusCode(), wrong);
            String problem = new String(response.body(), StandardCharsets.UTF_8);
            assertTrue(problem.contains("max_results: " + wrong + " (expected: 0…2147483647)"), problem);
        }
    }

    @Test
    void aSecondServerOnTheSamePortIsRefused() {
        StartRefused refused = assertThrows(
                StartRefused.class, () -> LocalService.start(catalog, service.http(), ANY_PORT, RunListener.NONE));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.startsWith("port " + service.http().getPort() + " is taken"), message);
    }

    @Test
    void theBannerSaysWhatIsThere() {
        String text = new Banner(catalog, service.http(), service.grpc(), "./spillway").text("1.2.3", "built-in");
        int port = service.http().getPort();
        for (String line : List.of(
                "config    built-in",
                "streams   recommendations   user_id int32 = 1   max_results int64 = 10, 0…2147483647"
                        + "   → id int32, title string",
                "try       curl localhost:" + port + "/100000",
                "          curl 'localhost:" + port + "/v1/streams/recommendations.ndjson?max_results=1000000'",
                "          ./spillway get recommendations -p max_results=1000000 -o recommendations.ndjson",
                "page      http://localhost:" + port + "/",
                "grpc      localhost:" + service.grpc().getPort()
                        + "   recommendations.v1.Recommendations   spillway.v1.ResultService")) {
            assertTrue(text.lines().anyMatch(line::equals), line + "\nin:\n" + text);
        }
        assertTrue(text.startsWith("spillway 1.2.3   JDK " + Runtime.version().feature() + "."), text);
    }

    private static List<String> lines(byte[] text) {
        return new String(text, StandardCharsets.UTF_8).lines().toList();
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:" + service.http().getPort() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
