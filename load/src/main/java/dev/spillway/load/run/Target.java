package dev.spillway.load.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;

/** Where a server listens. */
public record Target(String host, int port) {
    private static final int LAST_PORT = 65_535;

    /**
     * Reads {@code HOST:PORT}.
     *
     * @throws IllegalArgumentException the text is none
     */
    public static Target parse(String text) {
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            String host = text.substring(0, Math.max(0, colon)).replaceAll("^\\[(.*)]$", "$1");
            if (!host.isEmpty() && port > 0 && port <= LAST_PORT) {
                return new Target(host, port);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' (expected: HOST:PORT)", e);
        }
        throw new IllegalArgumentException("'" + text + "' (expected: HOST:PORT)");
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
