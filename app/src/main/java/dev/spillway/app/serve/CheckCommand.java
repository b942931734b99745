package dev.spillway.app.serve;

import dev.spillway.app.config.Catalog;
import dev.spillway.app.config.GatewayFile;
import dev.spillway.app.config.GatewaySection;
import dev.spillway.app.config.InvalidConfiguration;
import dev.spillway.app.config.Problem;
import dev.spillway.app.terminal.StreamLine;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Option(
            names = "--gateway",
            description = "Check what `spillway gateway` reads: the section gateway alone, with streams of origins.")
    private boolean gateway;

    @Override
    public Integer call() {
        return gateway ? checkGateway() : check();
    }

    private int checkGateway() {
        try {
            GatewaySection section = GatewayFile.read(config.file());
            spec.commandLine()
                    .getOut()
                    .println(Problem.shown(config.file()) + ": no problem in "
                            + count(section.triggers().size(), "trigger") + " of a gateway");
            return 0;
        } catch (InvalidConfiguration e) {
            return refuse(e);
        }
    }

    private int check() {
        PrintWriter out = spec.commandLine().getOut();
        try (Catalog catalog = Catalog.open(config.file())) {
            int databases = catalog.configuration().databases().size();
            out.println(Problem.shown(config.file()) + ": no problem in " + count(databases, "database") + " and "
                    + count(catalog.streams().size(), "stream"));
            StreamLine.all(catalog.infos()).forEach(line -> out.println("  " + line));
            return 0;
        } catch (InvalidConfiguration e) {
            return refuse(e);
        }
    }

    private int refuse(InvalidConfiguration invalid) {
        PrintWriter err = spec.commandLine().getErr();
        invalid.problems().forEach(err::println);
        err.println(count(invalid.problems().size(), "problem"));
        return 1;
    }

    /** A number, and of what. */
    static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
