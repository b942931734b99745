package dev.spillway.benchmarks;

import com.google.protobuf.Timestamp;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.spillway.wire.Slice;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import orders.v1.Order;
import orders.v1.OrderList;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Nanoseconds per row of the 16 columns of orders, about 500 bytes. */
@State(Scope.Thread)
@OperationsPerInvocation(Rendering.ROWS)
public class RenderedOrders {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String SENTENCE =
            "Grüße an das Lager, marked \"handle with care\", twice.\nDelivery before noon. ";

    private final Rendering<Order> orders;

    public RenderedOrders() {
        Random random = new Random(7);
        List<Order> rows = IntStream.range(0, Rendering.ROWS)
                .mapToObj(i -> order(i, random))
                .toList();
        orders = new Rendering<>(rows, OrderList.newBuilder().addAllOrders(rows).build());
    }

    private static Order order(int i, Random random) {
        LocalDate day = LocalDate.of(2025, 1, 1).plusDays(i / 50);
        Order.Builder order = Order.newBuilder()
                .setId(4_000_000_000L + i)
                .setCustomerId(random.nextInt(1, 1_000_000))
                .setLineCount(random.nextInt(1, 40))
                .setWeightGrams(random.nextInt(1, 30_000))
                .setReference(new UUID(random.nextLong(), random.nextLong()).toString())
                .setTotal(random.nextInt(500, 400_000) + ".05")
                .setTax(random.nextInt(100, 80_000) + ".20")
                .setOrderDay(day.toString())
                .setCreatedAt(Timestamp.newBuilder()
                        .setSeconds(1_735_689_600L + i * 1_700L)
                        .setNanos(random.nextInt(1, 1_000_000) * 1_000))
                .setAddress(
                        "{\"zip\": \"10115\", \"city\": \"Köln\", \"street\": \"Am Graben 7\", \"country\": \"DE\"}")
                .setStatus("shipped");
        for (int tag = random.nextInt(4); tag > 0; tag--) {
            order.addTags("tag" + tag);
        }
        if (random.nextInt(3) == 0) {
            order.setDiscount("0.0" + random.nextInt(100, 1_000));
        }
        if (random.nextInt(4) != 0) {
            order.setDeliveryDay(day.plusDays(3).toString())
                    .setPaidAt(order.getCreatedAt().toBuilder().setNanos(0));
        }
        if (random.nextInt(3) != 0) {
            order.setNote(SENTENCE.repeat(random.nextInt(10)));
        }
        return order.build();
    }

    @Setup
    public void requireSame() {
        Rendering.requireSame(orders.ndjson(), ndjsonByJackson());
        Rendering.requireSame(orders.csv(), csvByFastCsv());
    }

    @Benchmark
    public Slice ndjson() {
        return orders.ndjson();
    }

    @Benchmark
    public byte[] ndjsonByJackson() {
        return orders.jackson(RenderedOrders::properties);
    }

    @Benchmark
    public Slice csv() {
        return orders.csv();
    }

    @Benchmark
    public byte[] csvByFastCsv() {
        return orders.fastCsv(RenderedOrders::fields);
    }

    private static void properties(JsonGenerator json, Order order) {
        json.writeNumberProperty("id", order.getId());
        json.writeNumberProperty("customer_id", order.getCustomerId());
        json.writeNumberProperty("line_count", order.getLineCount());
        json.writeNumberProperty("weight_grams", order.getWeightGrams());
        json.writeStringProperty("reference", order.getReference());
        json.writeStringProperty("total", order.getTotal());
        json.writeStringProperty("tax", order.getTax());
        json.writeStringProperty("discount", discount(order));
        json.writeStringProperty("order_day", order.getOrderDay());
        json.writeStringProperty("delivery_day", deliveryDay(order));
        json.writeStringProperty("created_at", text(order.getCreatedAt()));
        json.writeStringProperty("paid_at", paidAt(order));
        json.writeStringProperty("address", order.getAddress());
        json.writeArrayPropertyStart("tags");
        order.getTagsList().forEach(json::writeString);
        json.writeEndArray();
        json.writeStringProperty("status", order.getStatus());
        json.writeStringProperty("note", note(order));
    }

    private static void fields(CsvWriter.CsvWriterRecord line, Order order) {
        line.writeField(Long.toString(order.getId()))
                .writeField(Integer.toString(order.getCustomerId()))
                .writeField(Integer.toString(order.getLineCount()))
                .writeField(Integer.toString(order.getWeightGrams()))
                .writeField(order.getReference())
                .writeField(order.getTotal())
                .writeField(order.getTax())
                .writeField(discount(order))
                .writeField(order.getOrderDay())
                .writeField(deliveryDay(order))
                .writeField(text(order.getCreatedAt()))
                .writeField(paidAt(order))
                .writeField(order.getAddress())
                .writeField(JSON.writeValueAsString(order.getTagsList()))
                .writeField(order.getStatus())
                .writeField(note(order));
    }

    private static @Nullable String discount(Order order) {
        return order.hasDiscount() ? order.getDiscount() : null;
    }

    private static @Nullable String deliveryDay(Order order) {
        return order.hasDeliveryDay() ? order.getDeliveryDay() : null;
    }

    private static @Nullable String paidAt(Order order) {
        return order.hasPaidAt() ? text(order.getPaidAt()) : null;
    }

    private static @Nullable String note(Order order) {
        return order.hasNote() ? order.getNote() : null;
    }

    private static String text(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString();
    }
}
