package dev.spillway.app.get;

import dev.spillway.app.option.OriginOption;
import dev.spillway.client.ResultException;
import dev.spillway.client.SpillwayClient;
import dev.spillway.wire.Crc32c;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.ResultInfo;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.BiFunction;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The result that a command asks its origin about. */
final class ResultParameter {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Parameters(paramLabel = "RESULT", converter = ResultIdConverter.class, description = "The whole id of a result.")
    private ResultId id = new ResultId("none", "0".repeat(32));

    @Mixin
    private OriginOption origin = new OriginOption();

    /** Asks, and prints what is true of the result then; returns the exit code. */
    int ask(BiFunction<SpillwayClient, ResultId, ResultInfo> question) {
        try (SpillwayClient client = origin.client(GetCommand.USER_AGENT)) {
            print(question.apply(client, id), command.commandLine().getOut());
            return 0;
        } catch (ResultException e) {
            command.commandLine().getErr().println("spillway " + command.name() + ": " + ErrorLine.of(e));
            return e.reason().exitCode();
        }
    }

    /** A line for each fact: names and values, both without spaces but for the words of a failure. */
    private static void print(ResultInfo info, PrintWriter out) {
        line(out, "result", info.id());
        line(out, "stream", info.stream());
        line(out, "state", info.state().name().toLowerCase(Locale.ROOT));
        line(out, "rows", info.position().rows());
        line(out, "bytes", info.position().bytes());
        line(out, "crc32c", Crc32c.toHex(info.position().crc32c()));
        info.estimatedRows().ifPresent(rows -> line(out, "estimate", rows));
        line(out, "replay", info.replay().name().toLowerCase(Locale.ROOT));
        info.leaseExpiry().map(at -> at.truncatedTo(ChronoUnit.SECONDS)).ifPresent(at -> line(out, "expires", at));
        info.failure().map(ErrorLine::of).ifPresent(words -> line(out, "failure", words));
    }

    private static void line(PrintWriter out, String name, Object value) {
        out.println(String.format(Locale.ROOT, "%-9s %s", name, value));
    }
}
