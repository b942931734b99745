package dev.spillway.benchmarks;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * The yardstick: the server that Spillway is built on too, with books that Jackson writes, 64 KiB at a time, one being
 * written while the one before it is sent. {@code /duckdb/N} reads them through JDBC, {@code /prebuilt/N} has them as
 * objects before anybody asks. Prints its port.
 *
 * <p>Arguments: shelf.sql.
 */
final class StockNdjson {
    private static final int PREBUILT = 1_000_000;
    private static final int BYTES = 65_536;

    /** Writes rows one by one. */
    private interface Rows {
        void write(Sink to) throws Exception;
    }

    /** One response. One thread. */
    private static final class Sink {
        private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(BYTES + 1_000);
        private final HttpResponseWriter response;
        private final JsonGenerator json;
        private CompletableFuture<Void> sent = CompletableFuture.completedFuture(null);

        Sink(HttpResponseWriter response) {
            this.response = response;
            this.json = WRITER.createGenerator(buffer);
        }

        void book(int id, String title) {
            json.writeStartObject();
            json.writeNumberProperty("id", id);
            json.writeStringProperty("title", title);
            json.writeEndObject();
            json.writeRaw('\n');
            if (json.streamWriteOutputBuffered() + buffer.size() >= BYTES) {
                send();
            }
        }

        void send() {
            json.flush();
            sent.join();
            response.write(HttpData.wrap(buffer.toByteArray()));
            sent = response.whenConsumed();
            buffer.reset();
        }
    }

    private static final ObjectWriter WRITER = JsonMapper.shared().writer().withRootValueSeparator("");

    private StockNdjson() {}

    public static void main(String[] args) throws Exception {
        Shelf shelf = new Shelf(Path.of(args[0]));
        List<Book> prebuilt = new ArrayList<>(PREBUILT);
        duckdb(shelf, PREBUILT, (id, title) -> prebuilt.add(new Book(id, title)));
        Server server = Server.builder()
                .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .requestTimeout(Duration.ZERO)
                .service(
                        "/duckdb/{rows}",
                        (context, request) -> respond(context, to -> duckdb(shelf, rows(context), to::book)))
                .service(
                        "/prebuilt/{rows}",
                        (context, request) -> respond(context, to -> {
                            long rows = rows(context);
                            for (long i = 0; i < rows; i++) {
                                to.book(
                                        (int) i,
                                        prebuilt.get((int) (i % PREBUILT)).title());
                            }
                        }))
                .build();
        server.start().join();
        System.out.println("port " + server.activeLocalPort());
    }

    private static long rows(ServiceRequestContext context) {
        return Long.parseLong(context.pathParam("rows"));
    }

    private interface BookSink {
        void book(int id, String title);
    }

    private static void duckdb(Shelf shelf, long rows, BookSink to) throws Exception {
        try (Connection connection = shelf.connect();
                PreparedStatement statement = Shelf.recommendations(connection, rows);
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                to.book(result.getInt(1), result.getString(2));
            }
        }
    }

    private static HttpResponse respond(ServiceRequestContext context, Rows rows) {
        HttpResponseWriter response = HttpResponse.streaming();
        response.write(ResponseHeaders.of(HttpStatus.OK, "content-type", "application/x-ndjson"));
        context.blockingTaskExecutor().execute(() -> {
            Sink sink = new Sink(response);
            try {
                rows.write(sink);
                sink.send();
                response.close();
            } catch (Exception e) {
                response.close(e);
            }
        });
        return response;
    }
}
