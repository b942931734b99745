package dev.spillway.app.get;

import dev.spillway.client.SpillwayClient;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which origin a command asks. */
final class OriginOption {
    private static final String USER_AGENT = "spillway-get";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--origin",
            paramLabel = "TARGET",
            defaultValue = "localhost:50051",
            description = "HOST:PORT of the origin (default: ${DEFAULT-VALUE}).")
    private String target = "";

    /**
     * A client of the origin; it does not connect yet.
     *
     * @throws ParameterException the target is none
     */
    SpillwayClient client() {
        try {
            return SpillwayClient.builder(target).userAgent(USER_AGENT).build();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    command.commandLine(), "--origin: '" + target + "' (expected: HOST:PORT): " + e.getMessage(), e);
        }
    }
}
