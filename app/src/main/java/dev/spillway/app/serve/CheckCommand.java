package dev.spillway.app.serve;

import dev.spillway.app.config.Catalog;
import dev.spillway.app.config.InvalidConfiguration;
import dev.spillway.app.config.Problem;
import dev.spillway.app.terminal.StreamLine;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code check}: says everything that is wrong with a configuration, and starts nothing. */
@Command(
        name = "check",
        description = "Names every problem of a configuration, by file and line, and starts nothing.",
        mixinStandardHelpOptions = true)
public final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Catalog catalog = Catalog.open(config.file())) {
            int databases = catalog.configuration().databases().size();
            out.println(Problem.shown(config.file()) + ": no problem in " + count(databases, "database") + " and "
                    + count(catalog.streams().size(), "stream"));
            StreamLine.all(catalog.infos()).forEach(line -> out.println("  " + line));
            return 0;
        } catch (InvalidConfiguration e) {
            PrintWriter err = spec.commandLine().getErr();
            e.problems().forEach(err::println);
            err.println(count(e.problems().size(), "problem"));
            return 1;
        }
    }

    /** A number, and of what. */
    static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
