package dev.spillway.load.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a server listens. */
public record Target(String host, int port) {
    private static final Pattern TEXT = Pattern.compile("([^:/\\[\\]]+|\\[[0-9A-Fa-f:.]+]):([0-9]{1,5})");
    private static final int LAST_PORT = 65_535;

    /**
     * Reads {@code HOST:PORT}.
     *
     * @throws IllegalArgumentException the text is none
     */
    public static Target parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        int port = matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
        if (port == 0 || port > LAST_PORT) {
            throw new IllegalArgumentException("'" + text + "' (expected: HOST:PORT)");
        }
        return new Target(matcher.group(1).replaceAll("[\\[\\]]", ""), port);
    }

    /** Whether it names an address of this machine. */
    public boolean isLocal() {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
