package dev.spillway.benchmarks;

import dev.spillway.benchmarks.stock.v1.StockBatch;
import dev.spillway.benchmarks.stock.v1.StockGrpc;
import dev.spillway.benchmarks.stock.v1.StockRequest;
import dev.spillway.client.RowStream;
import dev.spillway.client.SpillwayClient;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import recommendations.v1.BookRecommendation;
import recommendations.v1.BookRecommendations;
import recommendations.v1.RecommendationRequest;
import recommendations.v1.RecommendationsGrpc;

/**
 * Rows of the book shop to decoded objects, beside a stock grpc-java service with prebuilt rows; and the time to the first
 * row. Each server is a process of its own, the clients share this one; the contenders take turns.
 *
 * <p>Arguments: the launcher, the class path of the stock server, the number of rounds.
 */
final class BookShop {
    private static final int FIRST_ROW_ROUNDS = 21;

    private final SpillwayClient spillway;
    private final StockGrpc.StockBlockingStub blocking;
    private final StockGrpc.StockStub asynchronous;
    private final StockGrpc.StockStub asynchronousDirect;
    private final RecommendationsGrpc.RecommendationsBlockingStub typedBlocking;
    private final RecommendationsGrpc.RecommendationsStub typedAsynchronous;
    private final RecommendationsGrpc.RecommendationsStub typedDirect;

    private BookShop(SpillwayClient spillway, ManagedChannel typed, ManagedChannel stock) {
        this.spillway = spillway;
        this.blocking = StockGrpc.newBlockingStub(stock);
        this.asynchronous = StockGrpc.newStub(stock);
        this.asynchronousDirect = asynchronous.withExecutor(Runnable::run);
        this.typedBlocking = RecommendationsGrpc.newBlockingStub(typed);
        this.typedAsynchronous = RecommendationsGrpc.newStub(typed);
        this.typedDirect = typedAsynchronous.withExecutor(Runnable::run);
    }

    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[2]);
        int grpcPort = ServerProcess.freePort();
        Path folder = Files.createTempDirectory("spillway-benchmark");
        try (ServerProcess ours =
                        ServerProcess.spillway(args[0], grpcPort, ServerProcess.freePort(), List.of(), folder);
                ServerProcess theirs = ServerProcess.java(args[1], StockServer.class, List.of(), folder)) {
            ManagedChannel typed = ServerProcess.channel(grpcPort);
            ManagedChannel stock = ServerProcess.channel(theirs.port());
            try (SpillwayClient client = SpillwayClient.connect("localhost:" + grpcPort)) {
                BookShop benchmark = new BookShop(client, typed, stock);
                benchmark.throughput(ours, theirs, rounds);
                benchmark.firstRow();
            } finally {
                typed.shutdownNow();
                stock.shutdownNow();
            }
        }
    }

    private void throughput(ServerProcess ours, ServerProcess theirs, int rounds) throws Exception {
        Map<String, Supplier<Duration>> processes = new LinkedHashMap<>();
        processes.put("spillway", ours::cpu);
        processes.put("grpc-java", theirs::cpu);
        processes.put("client", CpuTime::own);
        Comparison objects = new Comparison("Book shop to decoded objects", processes);
        objects.add("spillway, SDK, own record", 20_000_000, this::mapped);
        objects.add("spillway, SDK, generated class", 20_000_000, this::generated);
        objects.add("grpc-java, 1,000 rows a message", 10_000_000, this::batches);
        objects.add("grpc-java, one row a message, direct executor", 2_000_000, rows -> rows(asynchronousDirect, rows));
        objects.add("grpc-java, one row a message, asynchronous", 100_000, rows -> rows(asynchronous, rows));
        objects.add("grpc-java, one row a message, blocking", 100_000, this::rowsBlocking);
        objects.run(3, rounds);
        Comparison typed = new Comparison("Book shop, the shop's own .proto, stock grpc-java stubs", processes);
        typed.add("spillway, one row a message, direct executor", 4_000_000, rows -> typedRows(typedDirect, rows));
        typed.add("grpc-java, one row a message, direct executor", 2_000_000, rows -> rows(asynchronousDirect, rows));
        typed.add("spillway, one row a message, asynchronous", 100_000, rows -> typedRows(typedAsynchronous, rows));
        typed.add("grpc-java, one row a message, asynchronous", 100_000, rows -> rows(asynchronous, rows));
        typed.add("spillway, one row a message, blocking", 100_000, this::typedRowsBlocking);
        typed.add("grpc-java, one row a message, blocking", 100_000, this::rowsBlocking);
        typed.add("spillway, many rows a message", 10_000_000, this::typedBatches);
        typed.add("grpc-java, 1,000 rows a message", 10_000_000, this::batches);
        typed.run(3, rounds);
        ServerProcess.printPeakMemory(ours, "grpc-java", theirs);
    }

    private long mapped(long rows) {
        Tally tally = new Tally();
        try (RowStream<Book> books =
                spillway.query("recommendations").with("max_results", rows).rows(Book::of)) {
            for (Book book : books) {
                tally.add(book.id(), book.title());
            }
        }
        return tally.books();
    }

    private long generated(long rows) {
        Tally tally = new Tally();
        try (RowStream<BookRecommendation> books =
                spillway.query("recommendations").with("max_results", rows).rows(BookRecommendation.parser())) {
            for (BookRecommendation book : books) {
                tally.add(book.getId(), book.getTitle());
            }
        }
        return tally.books();
    }

    private long batches(long rows) {
        Iterator<StockBatch> batches =
                blocking.batches(StockRequest.newBuilder().setRows(rows).build());
        return ofBatches(batches, StockBatch::getRowsList);
    }

    private long typedBatches(long rows) {
        return ofBatches(typedBlocking.getRecommendBatches(request(rows)), BookRecommendations::getRecommendationsList);
    }

    private static <T> long ofBatches(Iterator<T> batches, Function<T, List<BookRecommendation>> books) {
        Tally tally = new Tally();
        while (batches.hasNext()) {
            for (BookRecommendation book : books.apply(batches.next())) {
                tally.add(book.getId(), book.getTitle());
            }
        }
        return tally.books();
    }

    private long rowsBlocking(long rows) {
        return ofRows(blocking.rows(StockRequest.newBuilder().setRows(rows).build()));
    }

    private long typedRowsBlocking(long rows) {
        return ofRows(typedBlocking.getRecommendStream(request(rows)));
    }

    private static long ofRows(Iterator<BookRecommendation> books) {
        Tally tally = new Tally();
        while (books.hasNext()) {
            BookRecommendation book = books.next();
            tally.add(book.getId(), book.getTitle());
        }
        return tally.books();
    }

    private static long rows(StockGrpc.StockStub stub, long rows) throws Exception {
        Counting counting = new Counting();
        stub.rows(StockRequest.newBuilder().setRows(rows).build(), counting);
        return counting.done.get();
    }

    private static long typedRows(RecommendationsGrpc.RecommendationsStub stub, long rows) throws Exception {
        Counting counting = new Counting();
        stub.getRecommendStream(request(rows), counting);
        return counting.done.get();
    }

    private static RecommendationRequest request(long rows) {
        return RecommendationRequest.newBuilder()
                .setUserId(7)
                .setMaxResults(rows)
                .build();
    }

    private static final class Counting implements StreamObserver<BookRecommendation> {
        final CompletableFuture<Long> done = new CompletableFuture<>();
        private final Tally tally = new Tally();

        @Override
        public void onNext(BookRecommendation book) {
            tally.add(book.getId(), book.getTitle());
        }

        @Override
        public void onError(Throwable failure) {
            done.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            done.complete(tally.books());
        }
    }

    private void firstRow() {
        long[] sizes = {1_000, 100_000_000};
        double[][] millis = new double[sizes.length][FIRST_ROW_ROUNDS];
        for (int round = -3; round < FIRST_ROW_ROUNDS; round++) {
            for (int size = 0; size < sizes.length; size++) {
                long startedAt = System.nanoTime();
                try (RowStream<Book> books = spillway.query("recommendations")
                        .with("max_results", sizes[size])
                        .rows(Book::of)) {
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
