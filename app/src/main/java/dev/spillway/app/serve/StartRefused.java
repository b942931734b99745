package dev.spillway.app.serve;

import dev.spillway.app.launch.Launch;
import dev.spillway.app.process.PortOwner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Locale;
import java.util.stream.IntStream;

/** Why a service does not start: its port or its spool cannot be had. The message is one line, and says what to do. */
final class StartRefused extends Exception {
    private static final long serialVersionUID = 1;
    private static final int LAST_PORT = 65_535;

    StartRefused(String message, IOException cause) {
        super(message, cause);
    }

    @FunctionalInterface
    interface Opening<T> {
        T open() throws IOException;
    }

    /** Opens a port. {@code option} is how another one is chosen: {@code serve --http-port}. */
    static <T> T opening(InetSocketAddress address, String option, Opening<T> opening) throws StartRefused {
        try {
            return opening.open();
        } catch (IOException e) {
            String words = String.valueOf(e.getMessage());
            if (!words.toLowerCase(Locale.ROOT).contains("in use")) {
                throw new StartRefused(
                        address.getHostString() + ":" + address.getPort() + " cannot be opened: " + words, e);
            }
            int port = address.getPort();
            String owner = PortOwner.of(port).map(each -> " by " + each).orElse("");
            throw new StartRefused(
                    "port " + port + " is taken" + owner + ".  " + Launch.command() + " " + option + " "
                            + next(address),
                    e);
        }
    }

    /** The next port that is free; 0, which takes any, if there is none. */
    private static int next(InetSocketAddress address) {
        return IntStream.rangeClosed(address.getPort() + 1, LAST_PORT)
                .filter(port -> isFree(address.getAddress(), port))
                .findFirst()
                .orElse(0);
    }

    private static boolean isFree(InetAddress host, int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, host)) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
