package dev.spillway.benchmarks;

import com.google.protobuf.Timestamp;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import orders.v1.Order;
import orders.v1.OrderList;
import orders.v1.OrdersGrpc;
import orders.v1.OrdersRequest;
import org.jspecify.annotations.Nullable;

/**
 * The yardstick: a stock grpc-java service that reads orders with pgjdbc, 1,000 rows a fetch, and sends them 1,000 a
 * message, waiting for its reader. Prints its port.
 *
 * <p>Arguments: the JDBC URL.
 */
final class StockOrders extends OrdersGrpc.OrdersImplBase {
    private static final int ROWS = 1_000;

    private final String url;

    private StockOrders(String url) {
        this.url = url;
    }

    public static void main(String[] args) throws Exception {
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new StockOrders(args[0]))
                .build()
                .start();
        System.out.println("port " + server.getPort());
        server.awaitTermination();
    }

    @Override
    public void listOrderBatches(OrdersRequest request, StreamObserver<OrderList> observer) {
        ServerCallStreamObserver<OrderList> call = (ServerCallStreamObserver<OrderList>) observer;
        Semaphore ready = new Semaphore(0);
        call.setOnReadyHandler(ready::release);
        Thread.ofPlatform().start(() -> {
            try {
                send(request, call, ready);
                call.onCompleted();
            } catch (SQLException | InterruptedException e) {
                call.onError(Status.INTERNAL.withCause(e).asException());
            }
        });
    }

    private void send(OrdersRequest request, ServerCallStreamObserver<OrderList> call, Semaphore ready)
            throws SQLException, InterruptedException {
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(Orders.sql("?", "?"))) {
                statement.setFetchSize(ROWS);
                statement.setObject(1, LocalDate.parse(request.hasFromDay() ? request.getFromDay() : "2025-01-01"));
                statement.setObject(2, LocalDate.parse(request.hasToDay() ? request.getToDay() : "9999-12-31"));
                try (ResultSet rows = statement.executeQuery()) {
                    OrderList.Builder batch = OrderList.newBuilder();
                    while (rows.next()) {
                        batch.addOrders(order(rows));
                        if (batch.getOrdersCount() == ROWS) {
                            while (!call.isReady()) {
                                ready.acquire();
                            }
                            call.onNext(batch.build());
                            batch = OrderList.newBuilder();
                        }
                    }
                    if (batch.getOrdersCount() > 0) {
                        call.onNext(batch.build());
                    }
                }
            }
        }
    }

    private static Order order(ResultSet row) throws SQLException {
        Order.Builder order = Order.newBuilder()
                .setId(row.getLong(1))
                .setCustomerId(row.getInt(2))
                .setLineCount(row.getInt(3))
                .setWeightGrams(row.getInt(4))
                .setReference(row.getString(5))
                .setTotal(row.getBigDecimal(6).toPlainString())
                .setTax(row.getBigDecimal(7).toPlainString())
                .setOrderDay(row.getObject(9, LocalDate.class).toString())
                .setCreatedAt(timestamp(row.getObject(11, OffsetDateTime.class)))
                .setAddress(row.getString(13))
                .addAllTags(Arrays.asList((String[]) row.getArray(14).getArray()))
                .setStatus(row.getString(15));
        if (row.getBigDecimal(8) != null) {
            order.setDiscount(row.getBigDecimal(8).toPlainString());
        }
        @Nullable LocalDate delivery = row.getObject(10, LocalDate.class);
        if (delivery != null) {
            order.setDeliveryDay(delivery.toString());
        }
        @Nullable OffsetDateTime paid = row.getObject(12, OffsetDateTime.class);
        if (paid != null) {
            order.setPaidAt(timestamp(paid));
        }
        @Nullable String note = row.getString(16);
        if (note != null) {
            order.setNote(note);
        }
        return order.build();
    }

    private static Timestamp timestamp(OffsetDateTime time) {
        return Timestamp.newBuilder()
                .setSeconds(time.toEpochSecond())
                .setNanos(time.getNano())
                .build();
    }
}
