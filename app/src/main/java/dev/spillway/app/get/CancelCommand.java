package dev.spillway.app.get;

import dev.spillway.client.SpillwayClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code cancel}: ends a result. */
@Command(
        name = "cancel",
        description = "Ends a result: its source stops. One that has ended stays as it is.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:said, whatever became of the result", "1:not known, or the origin does not answer", "2:usage"
        })
public final class CancelCommand implements Callable<Integer> {
    @Mixin
    private ResultParameter result = new ResultParameter();

    @Override
    public Integer call() {
        return result.ask(SpillwayClient::cancel);
    }
}
