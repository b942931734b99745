package dev.spillway.source;

import dev.spillway.wire.Parameter;
import dev.spillway.wire.ParameterType;
import dev.spillway.wire.Replay;
import dev.spillway.wire.StreamInfo;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A stream: a source under a name, with the parameters that it takes.
 *
 * @param estimate name of the integer parameter that tells how many rows to expect, if there is one
 * @param replay how a result can be read again: {@link Replay#SOURCE} only where the source can; {@link Replay#LOG} has its
 *     chunks kept
 */
public record StreamDefinition(
        String name, List<Parameter> parameters, Source source, Optional<String> estimate, Replay replay) {
    public StreamDefinition {
        parameters = List.copyOf(parameters);
        if (replay == Replay.SOURCE && source.replay() != Replay.SOURCE) {
            throw new IllegalArgumentException("streams." + name
                    + ".replay: SOURCE (expected: LOG or NONE; its source starts at the first row only)");
        }
        if (estimate.isPresent()) {
            requireInteger(name, parameters, estimate.get());
        }
    }

    /** A stream whose results are kept by nobody: they can be read again where their source starts anywhere. */
    public StreamDefinition(String name, List<Parameter> parameters, Source source, Optional<String> estimate) {
        this(name, parameters, source, estimate, source.replay());
    }

    private static void requireInteger(String stream, List<Parameter> parameters, String wanted) {
        boolean found = parameters.stream()
                .anyMatch(each -> each.name().equals(wanted)
                        && (each.type() == ParameterType.INT32 || each.type() == ParameterType.INT64));
        if (!found) {
            throw new IllegalArgumentException("streams." + stream + ".estimate: " + wanted
                    + " (expected: the name of a parameter of type int32 or int64)");
        }
    }

    /** The number of rows to expect of a run with these arguments. */
    public OptionalLong estimatedRows(Arguments arguments) {
        return estimate.isPresent()
                ? OptionalLong.of(Math.max(0, arguments.int64(estimate.get())))
                : OptionalLong.empty();
    }

    public StreamInfo info() {
        return new StreamInfo(name, parameters, source.content(), replay);
    }
}
