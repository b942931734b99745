package dev.spillway.app.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.api.LaunchStage;
import com.google.cloud.run.v2.BinaryAuthorization;
import com.google.cloud.run.v2.Condition;
import com.google.cloud.run.v2.IngressTraffic;
import com.google.cloud.run.v2.ListServicesRequest;
import com.google.cloud.run.v2.ListServicesResponse;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.ServiceScaling;
import com.google.iam.v1.Policy;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.spillway.app.config.Catalog;
import dev.spillway.app.config.InvalidConfiguration;
import dev.spillway.result.RunListener;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The published API of Google Cloud Run, which was not written for this, served from SQL by configuration alone. */
@Timeout(60)
class PublishedProtoTest {
    private static final Path CONFIGURATION = Path.of("src/test/resources/cloud-run");
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private static final MethodDescriptor<ListServicesRequest, ListServicesResponse> LIST_SERVICES =
            MethodDescriptor.<ListServicesRequest, ListServicesResponse>newBuilder()
                    .setType(MethodType.UNARY)
                    .setFullMethodName("google.cloud.run.v2.Services/ListServices")
                    .setRequestMarshaller(ProtoUtils.marshaller(ListServicesRequest.getDefaultInstance()))
                    .setResponseMarshaller(ProtoUtils.marshaller(ListServicesResponse.getDefaultInstance()))
                    .build();

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void unpack() throws Exception {
        for (Class<?> each : List.of(Service.class, LaunchStage.class, Policy.class)) {
            unpackProtos(Path.of(
                    each.getProtectionDomain().getCodeSource().getLocation().toURI()));
        }
        Files.copy(CONFIGURATION.resolve("services.sql"), folder.resolve("services.sql"));
    }

    private void unpackProtos(Path jar) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(jar);
                Stream<Path> all = Files.walk(files.getPath("/google"))) {
            for (Path each :
                    all.filter(path -> path.toString().endsWith(".proto")).toList()) {
                Path target = folder.resolve(each.toString().substring(1));
                Files.createDirectories(target.resolveSibling(""));
                Files.copy(each, target);
            }
        }
    }

    /** @param without lines of the configuration to leave out */
    private Catalog open(String... without) throws Exception {
        List<String> lines = Files.readAllLines(CONFIGURATION.resolve("spillway.yaml")).stream()
                .filter(line -> !List.of(without).contains(line.strip()))
                .toList();
        return Catalog.open(Files.write(folder.resolve("spillway.yaml"), lines));
    }

    private static ListServicesResponse call(InetSocketAddress address, ListServicesRequest request) {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress(address).usePlaintext().build();
        try {
            return ClientCalls.blockingUnaryCall(channel, LIST_SERVICES, CallOptions.DEFAULT, request);
        } finally {
            channel.shutdownNow();
        }
    }

    private static Timestamp timestamp(String text) {
        Instant instant = Instant.parse(text);
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    private static Service.Builder service(String id, long generation, String created) {
        return Service.newBuilder()
                .setName("projects/books/services/" + id)
                .setDescription("The service " + id)
                .setUid(id)
                .setGeneration(generation)
                .setCreateTime(timestamp(created))
                .setUpdateTime(timestamp(created))
                .setCreator("somebody")
                .setLaunchStage(LaunchStage.GA)
                .setObservedGeneration(generation)
                .setTemplate(RevisionTemplate.newBuilder().setServiceAccount("robot"));
    }

    @Test
    void itsClientsReadNestedMessagesEnumsOneofsListsAndWellKnownTypes() throws Exception {
        List<Service> expected = List.of(
                service("old", 7, "2025-12-31T23:59:59Z")
                        .setDeleteTime(timestamp("2026-01-01T00:00:00Z"))
                        .setBinaryAuthorization(BinaryAuthorization.newBuilder().setPolicy("none"))
                        .setTemplate(RevisionTemplate.newBuilder()
                                .setServiceAccount("robot")
                                .setGpuZonalRedundancyDisabled(true))
                        .setScaling(ServiceScaling.newBuilder()
                                .setScalingMode(ServiceScaling.ScalingMode.MANUAL)
                                .setManualInstanceCount(3))
                        .setReconciling(true)
                        .build(),
                service("shelf", (1L << 53) + 1, "2026-01-31T12:00:00.5Z")
                        .setIngress(IngressTraffic.INGRESS_TRAFFIC_ALL)
                        .setBinaryAuthorization(BinaryAuthorization.newBuilder().setUseDefault(true))
                        .setScaling(ServiceScaling.newBuilder().setScalingMode(ServiceScaling.ScalingMode.AUTOMATIC))
                        .build(),
                service("größer", -1, "2026-02-01T00:00:00Z")
                        .setIngress(IngressTraffic.INGRESS_TRAFFIC_NONE)
                        .setBinaryAuthorization(BinaryAuthorization.newBuilder().setPolicy("strict"))
                        .setTemplate(RevisionTemplate.newBuilder()
                                .setServiceAccount("robot")
                                .setTimeout(Duration.newBuilder().setSeconds(1).setNanos(500_000_000))
                                .setGpuZonalRedundancyDisabled(false))
                        .setScaling(ServiceScaling.newBuilder()
                                .setScalingMode(ServiceScaling.ScalingMode.MANUAL)
                                .setManualInstanceCount(0))
                        .addUrls("https://a.example")
                        .addUrls("https://b.example")
                        .setUri("https://a.example")
                        .setTerminalCondition(Condition.newBuilder()
                                .setType("Ready")
                                .setState(Condition.State.CONDITION_FAILED)
                                .setReason(Condition.CommonReason.CONTAINER_MISSING))
                        .build());
        ListServicesRequest request = ListServicesRequest.newBuilder()
                .setParent("projects/books")
                .setShowDeleted(true)
                .build();
        try (Catalog catalog = open();
                LocalService service = LocalService.start(catalog, ANY_PORT, ANY_PORT, RunListener.NONE)) {
            assertEquals(expected, call(service.grpc(), request).getServicesList());
            assertEquals(
                    expected.subList(1, 3),
                    call(
                                    service.grpc(),
                                    request.toBuilder().setShowDeleted(false).build())
                            .getServicesList());
            StatusRuntimeException refused = assertThrows(
                    StatusRuntimeException.class,
                    () -> call(
                            service.grpc(), request.toBuilder().setPageSize(10).build()));
            assertEquals(Status.Code.INVALID_ARGUMENT, refused.getStatus().getCode());
            assertEquals(
                    "page_size: set (expected: unset; google.cloud.run.v2.Services/ListServices does not look at it)",
                    refused.getStatus().getDescription());
        }
    }

    @Test
    void whatRowsCannotHoldAndWhatNothingFeedsIsNamedWithItsLine() throws Exception {
        InvalidConfiguration refused = assertThrows(
                InvalidConfiguration.class,
                () -> open("- page_size", "- labels", "- conditions", "- etag").close());
        assertEquals(
                """
                spillway.yaml:8   streams.services.grpc: ListServices: ListServicesRequest.page_size: no parameter \
                page_size (expected: one, or page_size in streams.services.omit)   \
                see google/cloud/run/v2/service.proto:225
                spillway.yaml:9   streams.services.sql: no column etag (expected: one for each field of \
                google.cloud.run.v2.Service, or etag in omit)   see google/cloud/run/v2/service.proto:519
                spillway.yaml:9   streams.services.sql: no column can feed labels: a map; name it in omit   \
                see google/cloud/run/v2/service.proto:334
                spillway.yaml:9   streams.services.sql: no column can feed conditions: a list of \
                google.cloud.run.v2.Condition (expected: a list of scalars); name it in omit   \
                see google/cloud/run/v2/service.proto:454""",
                refused.problems().stream()
                        .map(each -> each.toString().replace(folder + "/", ""))
                        .collect(Collectors.joining("\n")));
    }
}
