package dev.spillway.app.option;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The parameters of a stream. */
public final class ParameterOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = {"-p", "--parameter"},
            paramLabel = "name=value",
            description = "A parameter of the stream.")
    private List<String> parameters = List.of();

    /**
     * The values by name, in the order given.
     *
     * @throws ParameterException one has no name, or a name is there twice
     */
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String parameter : parameters) {
            int equals = parameter.indexOf('=');
            if (equals < 1) {
                throw usage("-p: '" + parameter + "' (expected: name=value)");
            }
            if (values.put(parameter.substring(0, equals), parameter.substring(equals + 1)) != null) {
                throw usage("-p: " + parameter.substring(0, equals) + " twice");
            }
        }
        return values;
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
