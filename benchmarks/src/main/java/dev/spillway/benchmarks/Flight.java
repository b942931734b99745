package dev.spillway.benchmarks;

import dev.spillway.client.RowStream;
import dev.spillway.client.SpillwayClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Rows of one DuckDB query to objects, beside Arrow Flight over the same query. Each server is a process of its own, the
 * clients share this one; the contenders take turns.
 *
 * <p>Arguments: the launcher, the class path of the yardstick, the number of rounds, shelf.sql.
 */
final class Flight {
    private static final int LARGE = 65_536;

    /** What the engine works at in one step. */
    private static final int VECTOR = 2_048;

    private final SpillwayClient spillway;
    private final FlightClient flight;

    private Flight(SpillwayClient spillway, FlightClient flight) {
        this.spillway = spillway;
        this.flight = flight;
    }

    public static void main(String[] args) throws Exception {
        int grpcPort = ServerProcess.freePort();
        Path folder = Files.createTempDirectory("spillway-benchmark");
        try (ServerProcess ours =
                        ServerProcess.spillway(args[0], grpcPort, ServerProcess.freePort(), List.of(), folder);
                ServerProcess theirs = ServerProcess.java(args[1], StockFlight.class, List.of(args[3]), folder);
                BufferAllocator allocator = new RootAllocator();
                SpillwayClient spillway = SpillwayClient.connect("localhost:" + grpcPort);
                FlightClient flight = FlightClient.builder(
                                allocator, Location.forGrpcInsecure("localhost", theirs.port()))
                        .build()) {
            Flight benchmark = new Flight(spillway, flight);
            benchmark.requireSameBooks();
            Map<String, Supplier<Duration>> processes = new LinkedHashMap<>();
            processes.put("spillway", ours::cpu);
            processes.put("flight", theirs::cpu);
            processes.put("client", CpuTime::own);
            Comparison objects = new Comparison("One DuckDB query to objects", processes);
            objects.add("spillway, SDK, own record", 20_000_000, benchmark::spillway);
            objects.add("Arrow Flight, 65,536 rows a batch", 20_000_000, rows -> benchmark.flight(rows, LARGE));
            objects.add("Arrow Flight, 2,048 rows a batch", 5_000_000, rows -> benchmark.flight(rows, VECTOR));
            objects.add("Arrow Flight, 65,536, no objects made", 20_000_000, benchmark::flightColumns);
            objects.run(3, Integer.parseInt(args[2]));
            ServerProcess.printPeakMemory(ours, "flight", theirs);
        }
    }

    private void requireSameBooks() throws Exception {
        List<Book> ours = new ArrayList<>();
        List<Book> theirs = new ArrayList<>();
        spillway(100_000, ours::add);
        flight(100_000, VECTOR, theirs::add);
        if (!ours.equals(theirs)) {
            throw new IllegalStateException("the contenders do not read the same books");
        }
    }

    private long spillway(long rows) {
        Tally tally = new Tally();
        spillway(rows, book -> tally.add(book.id(), book.title()));
        return tally.books();
    }

    private void spillway(long rows, Consumer<Book> to) {
        try (RowStream<Book> books =
                spillway.query("recommendations").with("max_results", rows).rows(Book::of)) {
            books.forEach(to);
        }
    }

    private long flight(long rows, int rowsPerBatch) throws Exception {
        Tally tally = new Tally();
        flight(rows, rowsPerBatch, book -> tally.add(book.id(), book.title()));
        return tally.books();
    }

    private void flight(long rows, int rowsPerBatch, Consumer<Book> to) throws Exception {
        try (FlightStream stream = flight.getStream(StockFlight.ticket(rows, rowsPerBatch))) {
            while (stream.next()) {
                VectorSchemaRoot batch = stream.getRoot();
                IntVector ids = (IntVector) batch.getVector("id");
                VarCharVector titles = (VarCharVector) batch.getVector("title");
                for (int i = 0; i < batch.getRowCount(); i++) {
                    to.accept(new Book(ids.get(i), new String(titles.get(i), StandardCharsets.UTF_8)));
                }
            }
        }
    }

    /** As far as who reads columns, and never makes objects of them, has to go. */
    private long flightColumns(long rows) throws Exception {
        long count = 0;
        try (FlightStream stream = flight.getStream(StockFlight.ticket(rows, LARGE))) {
            while (stream.next()) {
                count += stream.getRoot().getRowCount();
            }
        }
        return count;
    }
}
