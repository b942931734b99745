package dev.spillway.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Whether the rest of a download comes as fast as one that was not interrupted: curl fetches a result of the book shop as CSV,
 * whole, and its second half by {@code Range}. How long the first {@code Range} waits for the index is printed beside it.
 *
 * <p>Arguments: the launcher, the class path of the stock server (not used), the number of rounds.
 */
final class Resumed {
    private static final long ROWS = 20_000_000;
    private static final int WARM_UP = 3;

    private Resumed() {}

    public static void main(String[] args) throws Exception {
        int port = ServerProcess.freePort();
        try (ServerProcess server = ServerProcess.spillway(
                        args[0],
                        ServerProcess.freePort(),
                        port,
                        List.of(),
                        Files.createTempDirectory("spillway-benchmark"));
                HttpClient client = HttpClient.newHttpClient()) {
            String url = "http://localhost:" + port + "/v1/streams/recommendations.csv?max_results=" + ROWS + "&as=";
            for (int i = 0; i < WARM_UP; i++) {
                fetch(url + "warm-up" + i);
            }
            fetch(url + "measured");
            long startedAt = System.nanoTime();
            long size = client.send(
                            HttpRequest.newBuilder(URI.create(url + "measured"))
                                    .HEAD()
                                    .build(),
                            BodyHandlers.discarding())
                    .headers()
                    .firstValueAsLong("content-length")
                    .orElseThrow();
            double seconds = (System.nanoTime() - startedAt) / 1e9;
            System.out.printf("%nindex of %,d bytes of CSV: %.2f s, once%n", size, seconds);

            Map<String, Supplier<Duration>> processes = Map.of("server", server::cpu);
            Comparison comparison = new Comparison("A download by curl, and the rest of one", processes);
            comparison.add("whole", ROWS, rows -> {
                fetch(url + "measured");
                return rows;
            });
            comparison.add("the second half, by Range", ROWS / 2, rows -> {
                fetch(url + "measured", "-r", size / 2 + "-");
                return rows;
            });
            comparison.run(WARM_UP, Integer.parseInt(args[2]));
        }
    }

    /** Fetches it to nowhere: what is measured is not a disk. */
    private static void fetch(String url, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("curl", "-sf", "-o", "/dev/null", url));
        command.addAll(List.of(options));
        Command.run(command.toArray(String[]::new));
    }
}
