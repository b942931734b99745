package dev.spillway.app.serve;

import dev.spillway.app.config.Catalog;
import dev.spillway.app.config.Configuration;
import dev.spillway.app.config.DataSize;
import dev.spillway.app.config.TriggerSection;
import dev.spillway.app.terminal.StreamLine;
import dev.spillway.source.StreamDefinition;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.Value;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a person is told when the server is ready: its limits, its streams, what to try, and who can reach it. */
final class Banner {
    private static final String INDENT = " ".repeat(10);
    private static final int MANY_ROWS = 1_000_000;
    private static final int SOME_ROWS = 100_000;

    private final Configuration configuration;
    private final List<StreamDefinition> streams;
    private final List<String> services;
    private final InetSocketAddress http;
    private final InetSocketAddress grpc;
    private final String command;

    /** @param command how the program was started, such as {@code ./spillway} */
    Banner(Catalog catalog, InetSocketAddress http, InetSocketAddress grpc, String command) {
        this.configuration = catalog.configuration();
        this.streams = catalog.streams();
        this.services = Stream.concat(
                        catalog.methods().stream()
                                .map(each -> each.descriptor().getService().getFullName()),
                        Stream.of("spillway.v1.ResultService"))
                .distinct()
                .toList();
        this.http = http;
        this.grpc = grpc;
        this.command = command;
    }

    /** {@code config} is how the configuration is called, {@code version} how the program is. */
    String text(String version, String config) {
        List<String> lines = new ArrayList<>();
        lines.add(limits(version));
        lines.add(entry("config", config));
        lines.add("");
        addAll(
                lines,
                "streams",
                StreamLine.all(streams.stream().map(StreamDefinition::info).toList()));
        lines.add("");
        addAll(lines, "try", attempts());
        lines.add(entry("page", "http://" + reach(http) + "/"));
        lines.add(entry("grpc", reach(grpc) + "   " + String.join("   ", services)));
        lines.add(entry("open to", openTo()));
        return String.join("\n", lines);
    }

    private String limits(String version) {
        // Only an embedded one takes memory of this process.
        String databases = configuration.databases().entrySet().stream()
                .filter(each -> each.getValue().duckdb().isPresent())
                .map(each ->
                        "   " + each.getKey() + " ≤ " + size(each.getValue().memoryLimit()))
                .collect(Collectors.joining());
        return limits(version, configuration.origin().budget()) + databases;
    }

    /** The program, what it runs on, and what it may use. */
    static String limits(String version, DataSize inFlight) {
        Runtime runtime = Runtime.getRuntime();
        return "spillway " + version + "   JDK " + Runtime.version().feature() + "."
                + Runtime.version().interim() + "."
                + Runtime.version().update() + "   " + runtime.availableProcessors() + " cores   heap ≤ "
                + size(new DataSize(runtime.maxMemory() >> 20 << 20)) + "   in flight ≤ " + size(inFlight);
    }

    private static String size(DataSize size) {
        return size.toString().replaceFirst("(?=[A-Z])", " ");
    }

    static String entry(String name, String text) {
        return name + " ".repeat(INDENT.length() - name.length()) + text;
    }

    static void addAll(List<String> lines, String name, List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            lines.add(i == 0 ? entry(name, texts.get(i)) : INDENT + texts.get(i));
        }
    }

    private List<String> attempts() {
        List<String> attempts = new ArrayList<>();
        for (TriggerSection trigger : configuration.gateway().triggers()) {
            for (StreamDefinition stream : streams) {
                String parameter = trigger.parameter().orElse("");
                if (stream.name().equals(trigger.stream())) {
                    attempts.add("curl " + reach(http)
                            + trigger.path().replace("{" + parameter + "}", example(stream, parameter, SOME_ROWS)));
                }
            }
        }
        if (!streams.isEmpty()) {
            StreamDefinition stream = streams.get(0);
            String rows = stream.estimate()
                    .map(name -> name + "=" + example(stream, name, MANY_ROWS))
                    .orElse("");
            attempts.add("curl '" + reach(http) + "/v1/streams/" + stream.name() + ".ndjson"
                    + (rows.isEmpty() ? "" : "?" + rows) + "'");
            attempts.add(command + " get " + stream.name() + (rows.isEmpty() ? "" : " -p " + rows) + " -o "
                    + stream.name() + ".ndjson");
        }
        return attempts;
    }

    /** A number of rows, where the parameter is one and takes it; else the parameter's default. */
    private static String example(StreamDefinition stream, String name, long rows) {
        return stream.parameters().stream()
                .filter(each -> each.name().equals(name))
                .map(each -> stream.estimate().equals(Optional.of(name)) && takes(each, rows)
                        ? Long.toString(rows)
                        : each.defaultValue().toString())
                .collect(Collectors.joining());
    }

    private static boolean takes(Parameter parameter, long value) {
        return parameter.max().isEmpty() || (parameter.max().get() instanceof Value.Int64(long max) && value <= max);
    }

    static String reach(InetSocketAddress address) {
        return host(address) + ":" + address.getPort();
    }

    private static String host(InetSocketAddress address) {
        if (address.getAddress().isLoopbackAddress() || address.getAddress().isAnyLocalAddress()) {
            return "localhost";
        }
        String host = address.getHostString();
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private String openTo() {
        boolean local =
                http.getAddress().isLoopbackAddress() && grpc.getAddress().isLoopbackAddress();
        return local
                ? "this machine only, no token   (to open it: gateway.listen and origin.listen)"
                : "everyone who reaches " + text(http) + " or " + text(grpc) + ": no token, no TLS";
    }

    static String text(InetSocketAddress address) {
        return (address.getAddress().isAnyLocalAddress() ? "*" : address.getHostString()) + ":" + address.getPort();
    }
}
