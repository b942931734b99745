package dev.spillway.app.get;

import dev.spillway.app.option.OriginOption;
import dev.spillway.app.terminal.StreamLine;
import dev.spillway.client.ResultException;
import dev.spillway.client.SpillwayClient;
import dev.spillway.wire.StreamInfo;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code streams}: lists what an origin serves. */
@Command(
        name = "streams",
        description = "Lists the streams of an origin: their parameters with defaults and bounds, and their columns.",
        mixinStandardHelpOptions = true)
public final class StreamsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private OriginOption origin = new OriginOption();

    @Override
    public Integer call() {
        List<StreamInfo> streams;
        try (SpillwayClient client = origin.client(GetCommand.USER_AGENT)) {
            streams = client.streams();
        } catch (ResultException e) {
            spec.commandLine().getErr().println("spillway streams: " + ErrorLine.of(e));
            return e.reason().exitCode();
        }
        StreamLine.all(streams).forEach(spec.commandLine().getOut()::println);
        return 0;
    }
}
