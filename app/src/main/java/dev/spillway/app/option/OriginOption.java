package dev.spillway.app.option;

import dev.spillway.client.SpillwayClient;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which origin a command asks. */
public final class OriginOption {
    /** The origin of this machine. */
    public static final String DEFAULT = "localhost:50051";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--origin",
            paramLabel = "TARGET",
            defaultValue = DEFAULT,
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
        return client(builder -> builder.userAgent(userAgent));
    }

    /**
     * A client of the origin, with settings; it does not connect yet.
     *
     * @throws ParameterException the target is none
     */
    public SpillwayClient client(UnaryOperator<SpillwayClient.Builder> settings) {
        try {
            return settings.apply(SpillwayClient.builder(target)).build();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    command.commandLine(), "--origin: '" + target + "' (expected: HOST:PORT): " + e.getMessage(), e);
        }
    }
}
