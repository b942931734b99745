package dev.spillway.app.get;

import dev.spillway.client.SpillwayClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code status}: says what is true of a result. */
@Command(
        name = "status",
        description =
                "Says what is true of a result, also after it ended: its state, and rows, canonical bytes and CRC32C so far.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:said, whatever became of the result", "1:not known, or the origin does not answer", "2:usage"
        })
public final class StatusCommand implements Callable<Integer> {
    @Mixin
    private ResultParameter result = new ResultParameter();

    @Override
    public Integer call() {
        return result.ask(SpillwayClient::status);
    }
}
