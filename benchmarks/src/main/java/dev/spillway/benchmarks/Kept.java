package dev.spillway.benchmarks;

import dev.spillway.client.ChunkStream;
import dev.spillway.client.ProgressListener;
import dev.spillway.client.RowStream;
import dev.spillway.client.SpillwayClient;
import dev.spillway.testkit.Fault;
import dev.spillway.testkit.FaultProxy;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Position;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.ResultState;
import dev.spillway.wire.ResumeToken;
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
 * What it costs to keep a result while it is read, what the proof that it is whole costs, and how soon a cut one goes on.
 * A server with the book shop that keeps nothing, beside one with a spool: first while that fills, in files and memory that
 * nobody used before, then when it is full and old results make room for new ones, as after some hours of work. The client
 * reads rows to objects.
 *
 * <p>Arguments: the launcher, the class path of the stock server (not used), the number of rounds, the folder of the book
 * shop.
 */
final class Kept {
    private static final long ROWS = 20_000_000;
    /** Rounds until compilers are done; then so many in which the spool fills, and so many until it is full. */
    private static final int WARM_UP = 3;

    private static final int FILLING = 3;
    private static final int UNTIL_FULL = 3;
    private static final long HELD_ROWS = 2_000_000;
    private static final int CUT_AFTER_BYTES = 4 << 20;
    private static final long CUT_ROWS = 5_000_000;

    private Kept() {}

    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[2]);
        Path shop = Path.of(args[3]);
        Path folder = Files.createTempDirectory("spillway-benchmark");
        int directPort = ServerProcess.freePort();
        int keptPort = ServerProcess.freePort();
        try (ServerProcess direct = server(args[0], shop, "none", directPort, folder);
                ServerProcess kept = server(args[0], shop, "log", keptPort, folder);
                SpillwayClient directClient = SpillwayClient.connect("localhost:" + directPort);
                SpillwayClient keptClient = SpillwayClient.connect("localhost:" + keptPort)) {
            Map<String, Supplier<Duration>> processes = new LinkedHashMap<>();
            processes.put("server", () -> direct.cpu().plus(kept.cpu()));
            processes.put("client", CpuTime::own);
            compare("a spool that fills", directClient, keptClient, processes, WARM_UP, FILLING);
            compare("a spool that is full", directClient, keptClient, processes, UNTIL_FULL, rounds);
            proof(directClient, direct);
            cuts(keptPort);
        }
    }

    private static void compare(
            String spool,
            SpillwayClient directClient,
            SpillwayClient keptClient,
            Map<String, Supplier<Duration>> processes,
            int warmUp,
            int rounds)
            throws Exception {
        Comparison comparison = new Comparison("Book shop to decoded objects, kept in " + spool, processes);
        comparison.add("replay: none", ROWS, rows -> read(directClient, rows));
        comparison.add("replay: log", ROWS, rows -> read(keptClient, rows));
        comparison.run(warmUp, rounds);
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

    /**
     * The CPU time of what both sides do to prove a result that is not kept, over the same bytes, beside all that they use
     * for it: of each chunk two checksums (when it is made, when it arrives), three sums of all before it, and two tokens.
     */
    private static void proof(SpillwayClient client, ServerProcess server) throws Exception {
        Duration before = server.cpu().plus(CpuTime.own());
        read(client, ROWS);
        Duration all = server.cpu().plus(CpuTime.own()).minus(before);
        List<Chunk> held = new ArrayList<>();
        ResultId id;
        try (ChunkStream chunks =
                client.query("recommendations").with("max_results", HELD_ROWS).chunks()) {
            id = chunks.header().resultId();
            for (Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
                held.add(chunk);
            }
        }
        prove(held, id);
        long startedAt = System.nanoTime();
        int times = Math.toIntExact(ROWS / HELD_ROWS);
        for (int i = 0; i < times; i++) {
            prove(held, id);
        }
        double seconds = (System.nanoTime() - startedAt) / 1e9;
        System.out.printf(
                "%nchecksums and tokens of %,d rows: %.3f s of %.2f s of CPU of server and client, %.1f %%%n",
                ROWS, seconds, all.toMillis() / 1e3, 100 * seconds / (all.toMillis() / 1e3));
    }

    private static void prove(List<Chunk> chunks, ResultId id) {
        Position position = Position.START;
        for (Chunk chunk : chunks) {
            for (int i = 0; i < 2; i++) {
                requireEqual(chunk.data().crc32c(), chunk.crc32c());
            }
            Position next = position.after(chunk);
            for (int i = 0; i < 2; i++) {
                requireEqual(position.after(chunk).crc32c(), next.crc32c());
            }
            position = next;
            ResumeToken token = new ResumeToken(id, position, 0);
            requireEqual(token.toBytes().hashCode(), token.toBytes().hashCode());
        }
    }

    private static void requireEqual(int found, int expected) {
        if (found != expected) {
            throw new IllegalStateException(found + " (expected: " + expected + ")");
        }
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
