package dev.spillway.benchmarks;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import org.apache.arrow.flight.BackpressureStrategy;
import org.apache.arrow.flight.BackpressureStrategy.CallbackBackpressureStrategy;
import org.apache.arrow.flight.BackpressureStrategy.WaitResult;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.NoOpFlightProducer;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBResultSet;

/**
 * The yardstick: an Arrow Flight service that hands on what DuckDB exports as Arrow, waiting for its reader. Prints its port.
 *
 * <p>Arguments: shelf.sql.
 */
final class StockFlight extends NoOpFlightProducer {
    private final Shelf shelf;
    private final BufferAllocator allocator;

    private StockFlight(Shelf shelf, BufferAllocator allocator) {
        this.shelf = shelf;
        this.allocator = allocator;
    }

    public static void main(String[] args) throws Exception {
        BufferAllocator allocator = new RootAllocator();
        Shelf shelf = new Shelf(Path.of(args[0]));
        FlightServer server = FlightServer.builder(
                        allocator, Location.forGrpcInsecure("localhost", 0), new StockFlight(shelf, allocator))
                .build()
                .start();
        System.out.println("port " + server.getPort());
        server.awaitTermination();
    }

    static Ticket ticket(long rows, int rowsPerBatch) {
        return new Ticket(ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .putLong(rows)
                .putInt(rowsPerBatch)
                .array());
    }

    @Override
    public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
        ByteBuffer asked = ByteBuffer.wrap(ticket.getBytes());
        long rows = asked.getLong();
        int rowsPerBatch = asked.getInt();
        BackpressureStrategy ready = new CallbackBackpressureStrategy();
        ready.register(listener);
        // The thread of the call is the one that says when the reader is ready again.
        Thread.ofPlatform().start(() -> send(rows, rowsPerBatch, listener, ready));
    }

    private void send(long rows, int rowsPerBatch, ServerStreamListener listener, BackpressureStrategy ready) {
        try (Connection connection = shelf.connect();
                PreparedStatement statement = Shelf.recommendations(connection, rows);
                ResultSet result = statement.executeQuery();
                ArrowReader batches =
                        (ArrowReader) result.unwrap(DuckDBResultSet.class).arrowExportStream(allocator, rowsPerBatch)) {
            listener.start(batches.getVectorSchemaRoot());
            while (batches.loadNextBatch()) {
                if (ready.waitForListener(0) != WaitResult.READY) {
                    return;
                }
                listener.putNext();
            }
            listener.completed();
        } catch (Exception e) {
            listener.error(CallStatus.INTERNAL.withCause(e).toRuntimeException());
        }
    }
}
