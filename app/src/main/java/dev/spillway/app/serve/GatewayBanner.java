package dev.spillway.app.serve;

import dev.spillway.app.config.GatewaySection;
import dev.spillway.app.config.TriggerSection;
import dev.spillway.app.terminal.StreamLine;
import dev.spillway.wire.StreamInfo;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** What a person is told when a gateway is ready: its limits, its origins, their streams, what to try, and who can reach it. */
final class GatewayBanner {
    private final GatewaySection gateway;
    private final List<String> origins;
    private final List<StreamInfo> streams;
    private final InetSocketAddress http;

    /** @param origins a line each */
    GatewayBanner(GatewaySection gateway, List<String> origins, List<StreamInfo> streams, InetSocketAddress http) {
        this.gateway = gateway;
        this.origins = origins;
        this.streams = streams;
        this.http = http;
    }

    /** {@code config} is how the configuration is called, {@code version} how the program is. */
    String text(String version, String config) {
        List<String> lines = new ArrayList<>();
        lines.add(Banner.limits(version, gateway.budget()));
        lines.add(Banner.entry("config", config));
        lines.add("");
        Banner.addAll(lines, "origins", origins);
        Banner.addAll(lines, "streams", streams.isEmpty() ? List.of("none known yet") : StreamLine.all(streams));
        lines.add("");
        Banner.addAll(lines, "try", attempts());
        lines.add(Banner.entry("page", "http://" + Banner.reach(http) + "/"));
        lines.add(Banner.entry("open to", openTo()));
        return String.join("\n", lines);
    }

    private List<String> attempts() {
        List<String> attempts = new ArrayList<>();
        for (TriggerSection trigger : gateway.triggers()) {
            String parameter = trigger.parameter().orElse("");
            streams.stream()
                    .filter(each -> each.name().equals(trigger.stream()))
                    .flatMap(each -> each.parameters().stream())
                    .filter(each -> each.name().equals(parameter))
                    .forEach(each -> attempts.add("curl " + Banner.reach(http)
                            + trigger.path()
                                    .replace(
                                            "{" + parameter + "}",
                                            each.defaultValue().toString())));
        }
        streams.stream()
                .limit(1)
                .forEach(each -> attempts.add("curl " + Banner.reach(http) + "/v1/streams/" + each.name() + ".ndjson"));
        return attempts;
    }

    private String openTo() {
        return http.getAddress().isLoopbackAddress()
                ? "this machine only, no token   (to open it: gateway.listen)"
                : "everyone who reaches " + Banner.text(http) + ": no token, no TLS";
    }
}
