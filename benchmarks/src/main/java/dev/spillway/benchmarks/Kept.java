package dev.spillway.benchmarks;

import dev.spillway.client.ChunkStream;
import dev.spillway.client.ProgressListener;
import dev.spillway.client.RowStream;
import dev.spillway.client.SpillwayClient;
import dev.spillway.testkit.Fault;
import dev.spillway.testkit.FaultProxy;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.Frame;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultState;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What it costs to keep a result while it is read, and how soon a cut one goes on. Two servers with the book shop, one of
 * which keeps nothing; the client reads rows to objects.
 *
 * <p>Arguments: the launcher, the class path of the stock server (not used), the number of rounds, the folder of the book
 * shop.
 */
final class Kept {
    private static final long ROWS = 20_000_000;
    private static final int CUT_AFTER_BYTES = 4 << 20;
    private static final long CUT_ROWS = 5_000_000;

    private Kept() {}

    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[2]);
        Path shop = Path.of(args[3]);
        Path folder = Files.createTempDirectory("spillway-benchmark");
        int keptPort = ServerProcess.freePort();
        int directPort = ServerProcess.freePort();
        try (ServerProcess kept = server(args[0], shop, "log", keptPort, folder);
                ServerProcess direct = server(args[0], shop, "none", directPort, folder);
                SpillwayClient keptClient = SpillwayClient.connect("localhost:" + keptPort);
                SpillwayClient directClient = SpillwayClient.connect("localhost:" + directPort)) {
            Map<String, Supplier<Duration>> processes = new LinkedHashMap<>();
            processes.put("kept", kept::cpu);
            processes.put("not kept", direct::cpu);
            processes.put("client", () -> CpuTime.of(ProcessHandle.current().pid()));
            Comparison comparison = new Comparison("Book shop to decoded objects, kept and not", processes);
            comparison.add("replay: none", ROWS, rows -> read(directClient, rows));
            comparison.add("replay: log", ROWS, rows -> read(keptClient, rows));
            comparison.run(3, rounds);
            cuts(keptPort);
        }
    }

    private static ServerProcess server(String launcher, Path shop, String replay, int port, Path folder)
            throws Exception {
        Path own = Files.createDirectory(folder.resolve(replay));
        String configuration = Files.readString(shop.resolve("spillway.yaml"))
                .replace("  recommendations:\n", "  recommendations:\n    replay: " + replay + "\n");
        Path file = Files.writeString(shop.resolve("benchmark-" + replay + ".yaml"), configuration);
        try {
            return ServerProcess.spillway(
                    launcher, port, ServerProcess.freePort(), List.of("--config", file.toString()), own);
        } finally {
            Files.delete(file);
        }
    }

    private static long read(SpillwayClient client, long rows) {
        Tally tally = new Tally();
        try (RowStream<Book> books =
                client.query("recommendations").with("max_results", rows).rows(Book::of)) {
            for (Book book : books) {
                tally.add(book.id(), book.title());
            }
        }
        return tally.books();
    }

    /** Time from the cut to the next chunk, of which 20 ms are the pause before the first attempt. */
    private static void cuts(int port) throws Exception {
        InetSocketAddress origin = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        List<Double> millis = new ArrayList<>();
        long[] cutAt = {0};
        ProgressListener listener = new ProgressListener() {
            @Override
            public void progress(Frame.Progress progress) {}

            @Override
            public void interrupted(ResultFailure why, Duration delay, boolean told) {
                cutAt[0] = cutAt[0] == 0 ? System.nanoTime() : cutAt[0];
            }
        };
        try (FaultProxy proxy = FaultProxy.start(origin, connection -> new Fault.Cut(CUT_AFTER_BYTES));
                SpillwayClient client =
                        SpillwayClient.connect("localhost:" + proxy.address().getPort());
                ChunkStream chunks = client.query("recommendations")
                        .with("max_results", CUT_ROWS)
                        .onProgress(listener)
                        .chunks()) {
            while (client.status(chunks.header().resultId()).state() == ResultState.RUNNING) {
                Thread.sleep(10);
            }
            for (Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
                if (cutAt[0] != 0) {
                    millis.add((System.nanoTime() - cutAt[0]) / 1e6);
                    cutAt[0] = 0;
                }
            }
            List<Double> sorted = millis.stream().sorted().toList();
            System.out.printf(
                    "%n%,d rows over a connection that is cut every %d MiB: %d cuts; from the cut to the next rows"
                            + " %.1f ms (median; %.1f…%.1f), 20 ms of them the pause before the first attempt%n",
                    chunks.end().total().rows(),
                    CUT_AFTER_BYTES >> 20,
                    sorted.size(),
                    sorted.get(sorted.size() / 2),
                    sorted.getFirst(),
                    sorted.getLast());
        }
    }
}
