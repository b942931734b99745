package dev.spillway.app.serve;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A port on the command line, in place of the configuration's. */
final class PortOption {
    private static final int LAST_PORT = 65_535;

    private PortOption() {}

    /** @throws ParameterException the port is none */
    static InetSocketAddress replace(
            InetSocketAddress configured, @Nullable Integer port, String option, CommandSpec command) {
        if (port == null) {
            return configured;
        }
        if (port < 0 || port > LAST_PORT) {
            throw new ParameterException(
                    command.commandLine(), option + ": " + port + " (expected: 0…" + LAST_PORT + ")");
        }
        return new InetSocketAddress(configured.getAddress(), port);
    }
}
