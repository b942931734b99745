package dev.spillway.benchmarks;

import dev.spillway.benchmarks.stock.v1.StockBatch;
import dev.spillway.benchmarks.stock.v1.StockGrpc;
import dev.spillway.benchmarks.stock.v1.StockRequest;
import dev.spillway.client.Row;
import dev.spillway.client.RowStream;
import dev.spillway.client.SpillwayClient;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import recommendations.v1.BookRecommendation;

/**
 * Rows of the book shop to decoded objects, beside a stock grpc-java service with prebuilt rows; and the time to the first
 * row. Each server is a process of its own, the clients share this one; the contenders take turns.
 *
 * <p>Arguments: the launcher, the class path of the stock server, the number of rounds.
 */
final class BookShop {
    private static final int FIRST_ROW_ROUNDS = 21;

    /** What is read, and counted so that no reading can be left out. */
    private interface Contender {
        long read(long rows) throws Exception;
    }

    private record Entry(Contender contender, ServerProcess server, long rows, List<Double> rate, List<Double> cpu) {}

    private record Book(int id, String title) {}

    private final SpillwayClient spillway;
    private final StockGrpc.StockBlockingStub blocking;
    private final StockGrpc.StockStub asynchronous;
    private final StockGrpc.StockStub asynchronousDirect;

    private BookShop(SpillwayClient spillway, ManagedChannel stock) {
        this.spillway = spillway;
        this.blocking = StockGrpc.newBlockingStub(stock);
        this.asynchronous = StockGrpc.newStub(stock);
        this.asynchronousDirect = asynchronous.withExecutor(Runnable::run);
    }

    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[2]);
        int grpcPort = freePort();
        Path folder = Files.createTempDirectory("spillway-benchmark");
        List<String> serve = List.of(
                args[0],
                "serve",
                "--grpc-port",
                Integer.toString(grpcPort),
                "--http-port",
                Integer.toString(freePort()));
        List<String> stock = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                args[1],
                StockServer.class.getName());
        try (ServerProcess ours = new ServerProcess(serve, folder);
                ServerProcess theirs = new ServerProcess(stock, folder)) {
            ours.awaitLine("ready");
            int stockPort = Integer.parseInt(theirs.awaitLine("port ").substring("port ".length()));
            ManagedChannel channel = NettyChannelBuilder.forAddress("localhost", stockPort)
                    .usePlaintext()
                    .build();
            try (SpillwayClient client = SpillwayClient.connect("localhost:" + grpcPort)) {
                BookShop benchmark = new BookShop(client, channel);
                benchmark.throughput(ours, theirs, rounds);
                benchmark.firstRow();
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void throughput(ServerProcess ours, ServerProcess theirs, int rounds) throws Exception {
        Map<String, Entry> entries = new LinkedHashMap<>();
        add(entries, "spillway, SDK, own record", this::mapped, ours, 20_000_000);
        add(entries, "spillway, SDK, generated class", this::generated, ours, 20_000_000);
        add(entries, "grpc-java, 1,000 rows a message", this::batches, theirs, 10_000_000);
        add(entries, "grpc-java, one row a message, direct executor", () -> asynchronousDirect, theirs, 2_000_000);
        add(entries, "grpc-java, one row a message, asynchronous", () -> asynchronous, theirs, 100_000);
        add(entries, "grpc-java, one row a message, blocking", this::rowsBlocking, theirs, 100_000);
        for (int round = -1; round < rounds; round++) {
            for (Entry entry : entries.values()) {
                measure(entry, round >= 0);
            }
        }
        System.out.printf(
                "%nBook shop to decoded objects, %s, %d cores, Java %s, median of %d rounds (min…max)%n%n",
                LocalDate.now(java.time.ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                rounds);
        System.out.printf("%-44s %18s %16s %22s %8s%n", "", "million rows/s", "", "server CPU s/M rows", "times");
        double best = median(entries.values().iterator().next().rate());
        entries.forEach((name, entry) -> System.out.printf(
                "%-44s %18.3f %16s %22.3f %8.1f%n",
                name,
                median(entry.rate()),
                "(%.3f…%.3f)"
                        .formatted(
                                entry.rate().stream().min(Double::compare).orElse(0.0),
                                entry.rate().stream().max(Double::compare).orElse(0.0)),
                median(entry.cpu()),
                best / median(entry.rate())));
        System.out.printf(
                "%npeak memory of the server process: spillway %d MiB, grpc-java %d MiB%n",
                ours.peakMemoryMiB(), theirs.peakMemoryMiB());
    }

    private void add(
            Map<String, Entry> entries,
            String name,
            Supplier<StockGrpc.StockStub> stub,
            ServerProcess server,
            long rows) {
        add(entries, name, count -> rowsAsynchronous(stub.get(), count), server, rows);
    }

    private static void add(
            Map<String, Entry> entries, String name, Contender contender, ServerProcess server, long rows) {
        entries.put(name, new Entry(contender, server, rows, new ArrayList<>(), new ArrayList<>()));
    }

    private static void measure(Entry entry, boolean counts) throws Exception {
        Duration cpuBefore = entry.server().cpu();
        long startedAt = System.nanoTime();
        long rows = entry.contender().read(entry.rows());
        double seconds = (System.nanoTime() - startedAt) / 1e9;
        if (rows != entry.rows()) {
            throw new IllegalStateException(rows + " rows (expected: " + entry.rows() + ")");
        }
        if (counts) {
            entry.rate().add(rows / seconds / 1e6);
            entry.cpu().add(entry.server().cpu().minus(cpuBefore).toMillis() / 1e3 / (rows / 1e6));
        }
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static Book book(Row row) {
        return new Book(row.int32(0), Objects.requireNonNull(row.string(1)));
    }

    private long mapped(long rows) {
        long count = 0;
        long characters = 0;
        try (RowStream<Book> books =
                spillway.query("recommendations").with("max_results", rows).rows(BookShop::book)) {
            for (Book book : books) {
                count++;
                characters += book.title().length() + book.id();
            }
        }
        return used(characters, count);
    }

    private long generated(long rows) {
        long count = 0;
        long characters = 0;
        try (RowStream<BookRecommendation> books =
                spillway.query("recommendations").with("max_results", rows).rows(BookRecommendation.parser())) {
            for (BookRecommendation book : books) {
                count++;
                characters += book.getTitle().length() + book.getId();
            }
        }
        return used(characters, count);
    }

    private long batches(long rows) {
        long count = 0;
        long characters = 0;
        Iterator<StockBatch> batches =
                blocking.batches(StockRequest.newBuilder().setRows(rows).build());
        while (batches.hasNext()) {
            for (BookRecommendation book : batches.next().getRowsList()) {
                count++;
                characters += book.getTitle().length() + book.getId();
            }
        }
        return used(characters, count);
    }

    private long rowsBlocking(long rows) {
        long count = 0;
        long characters = 0;
        Iterator<BookRecommendation> books =
                blocking.rows(StockRequest.newBuilder().setRows(rows).build());
        while (books.hasNext()) {
            BookRecommendation book = books.next();
            count++;
            characters += book.getTitle().length() + book.getId();
        }
        return used(characters, count);
    }

    private static long rowsAsynchronous(StockGrpc.StockStub stub, long rows) throws Exception {
        CompletableFuture<Long> done = new CompletableFuture<>();
        stub.rows(StockRequest.newBuilder().setRows(rows).build(), new StreamObserver<>() {
            private long count;
            private long characters;

            @Override
            public void onNext(BookRecommendation book) {
                count++;
                characters += book.getTitle().length() + book.getId();
            }

            @Override
            public void onError(Throwable failure) {
                done.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {
                done.complete(used(characters, count));
            }
        });
        return done.get();
    }

    /** The count, which depends on what was read. */
    private static long used(long characters, long count) {
        return characters == Long.MIN_VALUE ? 0 : count;
    }

    private void firstRow() {
        long[] sizes = {1_000, 100_000_000};
        double[][] millis = new double[sizes.length][FIRST_ROW_ROUNDS];
        for (int round = -3; round < FIRST_ROW_ROUNDS; round++) {
            for (int size = 0; size < sizes.length; size++) {
                long startedAt = System.nanoTime();
                try (RowStream<Book> books = spillway.query("recommendations")
                        .with("max_results", sizes[size])
                        .rows(BookShop::book)) {
                    books.iterator().next();
                    if (round >= 0) {
                        millis[size][round] = (System.nanoTime() - startedAt) / 1e6;
                    }
                }
            }
        }
        System.out.printf("%ntime to the first row, median of %d (min…max)%n", FIRST_ROW_ROUNDS);
        for (int size = 0; size < sizes.length; size++) {
            Arrays.sort(millis[size]);
            System.out.printf(
                    "%,15d rows %10.2f ms   (%.2f…%.2f)%n",
                    sizes[size],
                    millis[size][FIRST_ROW_ROUNDS / 2],
                    millis[size][0],
                    millis[size][FIRST_ROW_ROUNDS - 1]);
        }
    }
}
