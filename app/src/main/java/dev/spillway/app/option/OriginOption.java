package dev.spillway.app.option;

import dev.spillway.client.SpillwayClient;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which origin a command asks. */
public final class OriginOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--origin",
            paramLabel = "TARGET",
            defaultValue = "localhost:50051",
            description = "HOST:PORT of the origin (default: ${DEFAULT-VALUE}).")
    private String target = "";

    /** As it was given. */
    public String target() {
        return target;
    }

    /**
     * A client of the origin; it does not connect yet.
     *
     * @param userAgent how it calls itself
     * @throws ParameterException the target is none
     */
    public SpillwayClient client(String userAgent) {
        try {
            return SpillwayClient.builder(target).userAgent(userAgent).build();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    command.commandLine(), "--origin: '" + target + "' (expected: HOST:PORT): " + e.getMessage(), e);
        }
    }
}
