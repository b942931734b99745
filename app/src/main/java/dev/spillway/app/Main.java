package dev.spillway.app;

import dev.spillway.app.get.CancelCommand;
import dev.spillway.app.get.GetCommand;
import dev.spillway.app.get.StatusCommand;
import dev.spillway.app.get.StreamsCommand;
import dev.spillway.app.get.VerifyCommand;
import dev.spillway.app.launch.Launch;
import dev.spillway.app.load.LoadCommand;
import dev.spillway.app.serve.CheckCommand;
import dev.spillway.app.serve.GatewayCommand;
import dev.spillway.app.serve.ServeCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The program {@code spillway}. */
@Command(
        name = "spillway",
        description = "Serves a query result of any size over gRPC and plain HTTP.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ServeCommand.class,
            GatewayCommand.class,
            CheckCommand.class,
            GetCommand.class,
            VerifyCommand.class,
            StreamsCommand.class,
            StatusCommand.class,
            CancelCommand.class,
            LoadCommand.class
        })
public final class Main {
    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        // Whatever the locale says: nothing of what is printed here is lost in ASCII.
        System.setOut(utf8(FileDescriptor.out));
        System.setErr(utf8(FileDescriptor.err));
        CommandLine commandLine = new CommandLine(new Main())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        System.exit(commandLine.execute(arguments));
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"spillway " + Launch.version()};
        }
    }
}
