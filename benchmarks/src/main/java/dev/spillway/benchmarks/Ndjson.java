package dev.spillway.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Books as NDJSON over HTTP, read by curl and thrown away, beside the same server with Jackson. Each server is a process of
 * its own; the contenders take turns.
 *
 * <p>Arguments: the launcher, the class path of the yardstick, the number of rounds, shelf.sql.
 */
final class Ndjson {
    private Ndjson() {}

    public static void main(String[] args) throws Exception {
        int httpPort = ServerProcess.freePort();
        Path folder = Files.createTempDirectory("spillway-benchmark");
        try (ServerProcess ours =
                        ServerProcess.spillway(args[0], ServerProcess.freePort(), httpPort, List.of(), folder);
                ServerProcess theirs = ServerProcess.java(args[1], StockNdjson.class, List.of(args[3]), folder)) {
            String spillway = "http://localhost:" + httpPort + "/v1/streams/recommendations.ndjson?max_results=";
            String jackson = "http://localhost:" + theirs.port();
            requireSameLines(folder, spillway, jackson + "/duckdb/", jackson + "/prebuilt/");
            Map<String, Supplier<Duration>> processes = new LinkedHashMap<>();
            processes.put("spillway", ours::cpu);
            processes.put("jackson", theirs::cpu);
            Comparison lines = new Comparison("Book shop as NDJSON over HTTP, curl", processes);
            lines.add("spillway, from DuckDB", 20_000_000, rows -> discard(spillway, rows));
            lines.add("Jackson, from DuckDB through JDBC", 5_000_000, rows -> discard(jackson + "/duckdb/", rows));
            lines.add("Jackson, rows built beforehand", 10_000_000, rows -> discard(jackson + "/prebuilt/", rows));
            lines.run(3, Integer.parseInt(args[2]));
            ServerProcess.printPeakMemory(ours, "jackson", theirs);
        }
    }

    private static void requireSameLines(Path folder, String... urls) throws Exception {
        Path first = folder.resolve("0");
        for (int i = 0; i < urls.length; i++) {
            Path file = folder.resolve(Integer.toString(i));
            curl(urls[i], 100_000, file.toString());
            if (Files.mismatch(first, file) != -1) {
                throw new IllegalStateException(urls[i] + " is not as " + urls[0]);
            }
        }
    }

    private static long discard(String url, long rows) throws Exception {
        curl(url, rows, "/dev/null");
        return rows;
    }

    private static void curl(String url, long rows, String file) throws Exception {
        Command.run("curl", "-sSf", "-o", file, url + rows);
    }
}
