package dev.spillway.app.gateway;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where origins are: {@code HOST:PORT}, each of whose addresses is one, or what gRPC resolves by itself ({@code
 * dns:///origin:50051}, {@code unix:///run/origin}), which is one.
 *
 * @param host empty where gRPC resolves the text
 */
public record Target(String text, String host, int port) {
    private static final Pattern HOST_PORT = Pattern.compile("([^:/\\[\\]]+|\\[[0-9A-Fa-f:.]+]):([0-9]{1,5})");
    private static final Pattern RESOLVED_BY_GRPC = Pattern.compile("[a-z][a-z0-9+.-]*:/.+|unix:.+");
    private static final int LAST_PORT = 65_535;

    /** Finds the addresses of a host. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /**
     * One origin.
     *
     * @param name for people
     * @param target for gRPC
     */
    record Address(String name, String target) {}

    /**
     * What a text on the command line means.
     *
     * @throws IllegalArgumentException the text is no target
     */
    public static Target parse(String text) {
        Matcher matcher = HOST_PORT.matcher(text);
        if (matcher.matches() && Integer.parseInt(matcher.group(2)) <= LAST_PORT) {
            return new Target(text, matcher.group(1), Integer.parseInt(matcher.group(2)));
        }
        if (!RESOLVED_BY_GRPC.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' (expected: HOST:PORT)");
        }
        return new Target(text, "", 0);
    }

    /** Whether there is nothing to look up, now or later. */
    boolean isFixed() {
        return host.isEmpty() || host.startsWith("[") || host.matches("[0-9.]+");
    }

    /** In an order that does not change with the name server's. Of a host with both kinds, IPv4 addresses only. */
    List<Address> addresses(Lookup lookup) throws UnknownHostException {
        if (host.isEmpty()) {
            return List.of(new Address(text, text));
        }
        InetAddress[] all = lookup.addresses(host);
        boolean anyIpv4 = Arrays.stream(all).anyMatch(Inet4Address.class::isInstance);
        return Arrays.stream(all)
                .filter(each -> each instanceof Inet4Address || !anyIpv4)
                .map(this::withPort)
                .distinct()
                .sorted()
                .map(each -> new Address(isFixed() ? text : host + "/" + each, each))
                .toList();
    }

    private String withPort(InetAddress address) {
        String literal = address.getHostAddress();
        return (address instanceof Inet4Address ? literal : "[" + literal + "]") + ":" + port;
    }
}
