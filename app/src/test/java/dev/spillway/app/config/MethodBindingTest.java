package dev.spillway.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo;
import dev.spillway.server.grpc.TypedMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which methods a stream can be bound to, and what is said of those that it cannot. */
class MethodBindingTest {
    private static final String PROTO = """
            syntax = "proto3";
            package shop.v1;
            import "google/protobuf/timestamp.proto";
            service Orders {
              rpc ListOrders(ListOrdersRequest) returns (ListOrdersResponse);
              rpc StreamOrders(ListOrdersRequest) returns (stream Order);
              rpc StreamPages(ListOrdersRequest) returns (stream ListOrdersResponse);
              rpc GetOrder(GetOrderRequest) returns (Order);
              rpc Upload(stream Order) returns (ListOrdersResponse);
              rpc StreamCustomers(ListOrdersRequest) returns (stream Customer);
            }
            message ListOrdersRequest {
              string customer = 1;
              google.protobuf.Timestamp since = 2;
              int32 page_size = 3;
              string page_token = 4;
              repeated string labels = 5;
            }
            message GetOrderRequest {}
            message ListOrdersResponse {
              repeated Order orders = 1;
              string next_page_token = 2;
            }
            message Order {
              int64 id = 1;
              string customer = 2;
            }
            message Customer {
              int64 id = 1;
            }
            """;

    private static final String STREAM = """
            databases: { d: { duckdb: ":memory:" } }
            streams:
              orders:
                database: d
                sql: SELECT 1
                protos: shop.proto
                grpc: METHODS
                omit: [OMIT]
                parameters:
                  customer: { type: string, default: "" }
                  since: { type: timestamp, default: "2026-01-01T00:00:00Z" }
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws Exception {
        Files.writeString(folder.resolve("shop.proto"), PROTO);
    }

    private ConfigurationFile read(String methods, String omit) throws Exception {
        return readYaml(STREAM.replace("METHODS", methods).replace("OMIT", omit));
    }

    private ConfigurationFile readYaml(String yaml) throws Exception {
        return ConfigurationFile.read(Files.writeString(folder.resolve("spillway.yaml"), yaml));
    }

    private void assertProblems(ConfigurationFile file, String... expected) {
        InvalidConfiguration refused =
                assertThrows(InvalidConfiguration.class, () -> file.problems().throwIfAny());
        List<String> found = refused.problems().stream()
                .map(problem -> problem.toString()
                        .replace(folder + "/spillway.yaml:", "")
                        .replace(folder + "/", ""))
                .toList();
        assertEquals(String.join("\n", expected), String.join("\n", found));
    }

    @Test
    void theRowAndTheShapeOfEachMethodAreLearnedFromItsAnswer() throws Exception {
        ConfigurationFile file = read(
                "[shop.v1.Orders/ListOrders, shop.v1.Orders/StreamOrders, shop.v1.Orders/StreamPages]",
                "page_size, page_token, labels, next_page_token");
        file.problems().throwIfAny();
        RowBinding binding = Objects.requireNonNull(file.bindings().get("orders"));
        assertEquals("shop.v1.Order[id, customer]", binding.row().toString());
        assertEquals(
                "[ListOrders WHOLE, StreamOrders ROW, StreamPages ROWS]",
                binding.methods().stream()
                        .map(each -> each.descriptor().getName() + " " + each.shape())
                        .toList()
                        .toString());
        assertEquals("[]", binding.omitted().toString());
    }

    @Test
    void everyFieldThatNothingFeedsIsNamedWithItsPlace() throws Exception {
        assertProblems(
                read("shop.v1.Orders/StreamPages", ""),
                "7   streams.orders.grpc: StreamPages: ListOrdersResponse.next_page_token: nothing feeds it (expected: "
                        + "next_page_token in streams.orders.omit)   see shop.proto:22",
                "7   streams.orders.grpc: StreamPages: ListOrdersRequest.page_size: no parameter page_size (expected: "
                        + "one, or page_size in streams.orders.omit)   see shop.proto:15",
                "7   streams.orders.grpc: StreamPages: ListOrdersRequest.page_token: no parameter page_token (expected: "
                        + "one, or page_token in streams.orders.omit)   see shop.proto:16",
                "7   streams.orders.grpc: StreamPages: ListOrdersRequest.labels: no parameter labels (expected: one, or "
                        + "labels in streams.orders.omit)   see shop.proto:17");
    }

    @Test
    void aParameterOfAnotherTypeThanItsFieldIsNamedWithThePlaceOfBoth() throws Exception {
        assertProblems(
                readYaml(STREAM.replace("METHODS", "shop.v1.Orders/StreamOrders")
                        .replace("OMIT", "page_token")
                        .replace("type: string, default: \"\"", "type: int64, default: 1")
                        .replace("  since:", "  page_siz: { type: int32, default: 1 }\n      since:")
                        .replace(
                                "type: timestamp, default: \"2026-01-01T00:00:00Z\"", "type: date, default: 2026-01-01")
                        .concat("      labels: { type: string, default: \"\" }\n")),
                "7   streams.orders.grpc: StreamOrders: ListOrdersRequest.customer is string, parameter customer is "
                        + "int64 (expected: a parameter of type string, date, timestamp)   see shop.proto:13",
                "7   streams.orders.grpc: StreamOrders: ListOrdersRequest.since is google.protobuf.Timestamp, parameter "
                        + "since is date (expected: a parameter of type timestamp)   see shop.proto:14",
                "7   streams.orders.grpc: StreamOrders: ListOrdersRequest.page_size: no parameter page_size (expected: "
                        + "one, or page_size in streams.orders.omit) (did you mean: page_siz)   see shop.proto:15",
                "7   streams.orders.grpc: StreamOrders: ListOrdersRequest.labels is repeated string, parameter labels "
                        + "is string (expected: no parameter of that name, and labels in streams.orders.omit)   "
                        + "see shop.proto:17");
    }

    @Test
    void methodsThatCannotBeServedAreNamedWithTheirPlace() throws Exception {
        assertProblems(
                read("""

                        - shop.v1.Order/ListOrders
                        - shop.v1.Orders/StreamOrder
                        - shop.v1.Orders/GetOrder
                        - shop.v1.Orders/Upload
                        - shop.v1.Orders/StreamPages
                        - shop.v1.Orders/StreamCustomers
                        - shop/v1/Orders""".indent(6), "page_size, page_token, labels, next_page_token"),
                "8   streams.orders.grpc[0]: shop.v1.Order/ListOrders: no such service in [google/protobuf/timestamp"
                        + ".proto, shop.proto] (did you mean: shop.v1.Orders)",
                "9   streams.orders.grpc[1]: shop.v1.Orders/StreamOrder: no such method (did you mean: StreamOrders)   "
                        + "see shop.proto:4",
                "10   streams.orders.grpc[2]: GetOrder: answers one shop.v1.Order (expected: a stream, or a message "
                        + "whose field 1 is repeated and holds the rows)   see shop.proto:8",
                "11   streams.orders.grpc[3]: Upload: takes a stream of requests (expected: one request)   "
                        + "see shop.proto:9",
                "13   streams.orders.grpc[5]: StreamCustomers: its row is shop.v1.Customer, that of StreamPages is "
                        + "shop.v1.Order (expected: one row message for a stream)   see shop.proto:10",
                "14   streams.orders.grpc[6]: shop/v1/Orders (expected: a method such as shop.v1.Orders/ListOrders)");
    }

    @Test
    void whatIsOmittedNamesAField() throws Exception {
        assertProblems(
                read("shop.v1.Orders/StreamOrders", "page_size, page_tokn, page_token, labels, customer.name"),
                "8   streams.orders.omit[1]: page_tokn: no field that could stay unset (did you mean: page_token)",
                "8   streams.orders.omit[4]: customer.name: no field that could stay unset (expected: page_size, "
                        + "page_token, labels, id, customer)");
        ConfigurationFile file = read("shop.v1.Orders/StreamOrders", "page_size, page_token, labels, customer");
        file.problems().throwIfAny();
        assertEquals(
                "[customer]",
                Objects.requireNonNull(file.bindings().get("orders")).omitted().toString());
    }

    @Test
    void aFieldOfARequestThatTheRowHasTooIsOmittedWithItsMessage() throws Exception {
        String yaml = STREAM.replace("METHODS", "shop.v1.Orders/StreamOrders")
                .replace("      customer: { type: string, default: \"\" }\n", "");
        assertProblems(
                readYaml(yaml.replace("OMIT", "page_size, page_token, labels")),
                "7   streams.orders.grpc: StreamOrders: ListOrdersRequest.customer: no parameter customer (expected: "
                        + "one, or ListOrdersRequest.customer in streams.orders.omit)   see shop.proto:13");
        ConfigurationFile file =
                readYaml(yaml.replace("OMIT", "page_size, page_token, labels, ListOrdersRequest.customer"));
        file.problems().throwIfAny();
        assertEquals(
                "[]",
                Objects.requireNonNull(file.bindings().get("orders")).omitted().toString());
    }

    @Test
    void aMethodIsServedByOneStream() throws Exception {
        assertProblems(readYaml("""
                        databases: { d: { duckdb: ":memory:" } }
                        streams:
                          a: { database: d, sql: SELECT 1, protos: shop.proto, grpc: shop.v1.Orders/StreamOrders,
                               omit: [ListOrdersRequest.customer, since, page_size, page_token, labels] }
                          b: { database: d, sql: SELECT 1, protos: shop.proto, grpc: shop.v1.Orders/StreamOrders,
                               omit: [ListOrdersRequest.customer, since, page_size, page_token, labels] }
                        """), "5   streams.b.grpc: shop.v1.Orders/StreamOrders: streams.a.grpc has it already");
    }

    @Test
    void filesAreSaidOnceAndForARow() throws Exception {
        assertProblems(
                readYaml("""
                        databases: { d: { duckdb: ":memory:" } }
                        streams:
                          a: { database: d, sql: SELECT 1, grpc: shop.v1.Orders/StreamOrders }
                          b: { database: d, sql: SELECT 1, omit: [id] }
                          c: { database: d, sql: SELECT 1, protos: shop.proto }
                          d: { database: d, sql: SELECT 1, protos: shop.proto, descriptor_set: shop.proto,
                               row: shop.v1.Order }
                        """),
                "3   streams.a.protos: missing (expected: the .proto files that define shop.v1.Orders)",
                "4   streams.b.omit: the row is derived, so that it has no other fields (expected: grpc or row)",
                "5   streams.c.row: missing (expected: the message that a row is, or grpc)",
                "6   streams.d.descriptor_set: beside protos (expected: one of them)");
    }

    @Test
    void aDescriptorSetServesAsWellAndKnowsThePlacesIfItWasToldThem() throws Exception {
        ConfigurationFile protos = read("shop.v1.Orders/StreamOrders", "page_size, page_token, labels");
        TypedMethod method = Objects.requireNonNull(protos.bindings().get("orders"))
                .methods()
                .get(0);
        FileDescriptorSet.Builder set =
                Objects.requireNonNull(protos.bindings().get("orders")).row().files().toBuilder();
        FileDescriptorProto.Builder shop = set.getFileBuilderList().stream()
                .filter(each -> each.getName().equals("shop.proto"))
                .findFirst()
                .orElseThrow();
        assertEquals(method.descriptor().getFile().toProto(), shop.build());
        // ListOrdersRequest.page_size
        shop.getSourceCodeInfoBuilder()
                .addLocation(SourceCodeInfo.Location.newBuilder()
                        .addAllPath(List.of(4, 0, 2, 2))
                        .addAllSpan(List.of(14, 2, 22)));
        Files.write(folder.resolve("shop.binpb"), set.build().toByteArray());
        String yaml = STREAM.replace("METHODS", "shop.v1.Orders/StreamOrders")
                .replace("protos: shop.proto", "descriptor_set: shop.binpb");
        assertProblems(
                readYaml(yaml.replace("OMIT", "page_token, labels")),
                "7   streams.orders.grpc: StreamOrders: ListOrdersRequest.page_size: no parameter page_size (expected: "
                        + "one, or page_size in streams.orders.omit)   see shop.proto:15");
        readYaml(yaml.replace("OMIT", "page_size, page_token, labels"))
                .problems()
                .throwIfAny();
        Files.writeString(folder.resolve("shop.binpb"), "no descriptors");
        assertProblems(
                readYaml(yaml),
                "6   streams.orders.descriptor_set: shop.binpb: no descriptor set: Protocol message tag had "
                        + "invalid wire type.");
    }
}
