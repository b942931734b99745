package dev.spillway.benchmarks;

import com.google.protobuf.Timestamp;
import dev.spillway.client.Row;
import dev.spillway.client.RowStream;
import dev.spillway.client.SpillwayClient;
import io.grpc.ManagedChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import orders.v1.Order;
import orders.v1.OrderList;
import orders.v1.OrdersGrpc;
import orders.v1.OrdersRequest;
import org.jspecify.annotations.Nullable;

/**
 * The orders of {@code examples/orders}, from PostgreSQL to decoded objects beside a stock grpc-java service over pgjdbc,
 * and to a CSV file beside psql. Servers are processes of their own, PostgreSQL is one for all.
 *
 * <p>Arguments: the launcher, the class path of the stock server, the number of rounds, the configuration, the URL and the
 * process of PostgreSQL, the number of orders in it.
 */
final class Orders {
    private record Bought(
            long id,
            int customer,
            int lines,
            int weight,
            String reference,
            String total,
            String tax,
            @Nullable String discount,
            String day,
            @Nullable String delivery,
            Instant created,
            @Nullable Instant paid,
            String address,
            List<?> tags,
            String status,
            @Nullable String note) {}

    private final SpillwayClient spillway;
    private final OrdersGrpc.OrdersBlockingStub typed;
    private final OrdersGrpc.OrdersBlockingStub stock;

    private Orders(SpillwayClient spillway, ManagedChannel typed, ManagedChannel stock) {
        this.spillway = spillway;
        this.typed = OrdersGrpc.newBlockingStub(typed);
        this.stock = OrdersGrpc.newBlockingStub(stock);
    }

    /** What all contenders run. */
    static String sql(String from, String to) {
        return "SELECT id, customer_id, line_count, weight_grams, reference, total, tax, discount, order_day, "
                + "delivery_day, created_at, paid_at, address, tags, status, note FROM orders WHERE order_day BETWEEN "
                + from + " AND " + to + " ORDER BY order_day, id";
    }

    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[2]);
        String url = args[4];
        long postgres = Long.parseLong(args[5]);
        long rows = Long.parseLong(args[6]);
        int grpcPort = ServerProcess.freePort();
        int httpPort = ServerProcess.freePort();
        Path folder = Files.createTempDirectory("spillway-benchmark");
        try (ServerProcess ours =
                        ServerProcess.spillway(args[0], grpcPort, httpPort, List.of("--config", args[3]), folder);
                ServerProcess theirs = ServerProcess.java(args[1], StockOrders.class, List.of(jdbc(url)), folder)) {
            ManagedChannel typed = ServerProcess.channel(grpcPort);
            ManagedChannel stock = ServerProcess.channel(theirs.port());
            Map<String, Supplier<Duration>> processes = new LinkedHashMap<>();
            processes.put("spillway", ours::cpu);
            processes.put("grpc-java", theirs::cpu);
            processes.put("PostgreSQL", () -> CpuTime.ofFamily(postgres));
            processes.put("client", CpuTime::own);
            try (SpillwayClient client = SpillwayClient.connect("localhost:" + grpcPort)) {
                Orders orders = new Orders(client, typed, stock);
                Comparison objects = new Comparison("Orders from PostgreSQL to decoded objects", processes);
                objects.add("spillway, SDK, generated class", rows, ignored -> orders.generated());
                objects.add("spillway, SDK, own record", rows, ignored -> orders.mapped());
                objects.add("spillway, the shop's .proto, stock stub", rows, ignored -> batches(orders.typed));
                objects.add("grpc-java over pgjdbc, 1,000 rows a message", rows, ignored -> batches(orders.stock));
                objects.run(1, rounds);
                Comparison files = new Comparison("Orders from PostgreSQL to a CSV file", processes);
                files.add("spillway, curl", rows, count -> curl(httpPort, folder, count));
                files.add("psql, \\copy", rows, count -> psql(url, folder, count));
                files.run(1, rounds);
                ServerProcess.printPeakMemory(ours, "grpc-java", theirs);
            } finally {
                typed.shutdownNow();
                stock.shutdownNow();
            }
        }
    }

    /** The same place as JDBC names it: the user stands behind. */
    private static String jdbc(String url) {
        return url.replaceFirst("^postgresql://([^:@]+):([^@]+)@(.*)$", "jdbc:postgresql://$3?user=$1&password=$2");
    }

    private static Bought bought(Row row) {
        return new Bought(
                row.int64(0),
                row.int32(1),
                row.int32(2),
                row.int32(3),
                Objects.requireNonNull(row.string(4)),
                Objects.requireNonNull(row.string(5)),
                Objects.requireNonNull(row.string(6)),
                row.string(7),
                Objects.requireNonNull(row.string(8)),
                row.string(9),
                Objects.requireNonNull(row.instant(10)),
                row.instant(11),
                Objects.requireNonNull(row.string(12)),
                row.list(13),
                Objects.requireNonNull(row.string(14)),
                row.string(15));
    }

    private long mapped() {
        long count = 0;
        long used = 0;
        try (RowStream<Bought> orders = spillway.query("orders").rows(Orders::bought)) {
            for (Bought order : orders) {
                count++;
                used += order.id() + order.tags().size() + order.address().length();
            }
        }
        return used == Long.MIN_VALUE ? 0 : count;
    }

    private long generated() {
        long count = 0;
        long used = 0;
        try (RowStream<Order> orders = spillway.query("orders").rows(Order.parser())) {
            for (Order order : orders) {
                count++;
                used += used(order);
            }
        }
        return used == Long.MIN_VALUE ? 0 : count;
    }

    private static long batches(OrdersGrpc.OrdersBlockingStub stub) {
        long count = 0;
        long used = 0;
        Iterator<OrderList> batches = stub.listOrderBatches(OrdersRequest.getDefaultInstance());
        while (batches.hasNext()) {
            for (Order order : batches.next().getOrdersList()) {
                count++;
                used += used(order);
            }
        }
        return used == Long.MIN_VALUE ? 0 : count;
    }

    /** All texts are decoded, as who uses them does. */
    private static long used(Order order) {
        Timestamp created = order.getCreatedAt();
        return order.getId()
                + created.getSeconds()
                + order.getReference().length()
                + order.getTotal().length()
                + order.getTax().length()
                + order.getDiscount().length()
                + order.getOrderDay().length()
                + order.getDeliveryDay().length()
                + order.getAddress().length()
                + order.getTagsCount()
                + order.getStatus().length()
                + order.getNote().length();
    }

    private static long curl(int port, Path folder, long rows) throws Exception {
        String file = folder.resolve("curl.csv").toString();
        Command.run("curl", "-sS", "-o", file, "http://localhost:" + port + "/v1/streams/orders.csv");
        return rows;
    }

    private static long psql(String url, Path folder, long rows) throws Exception {
        String file = folder.resolve("psql.csv").toString();
        Command.run(
                "psql",
                url,
                "-qc",
                "\\copy (" + sql("'2025-01-01'", "'9999-12-31'") + ") to '" + file + "' csv header");
        return rows;
    }
}
