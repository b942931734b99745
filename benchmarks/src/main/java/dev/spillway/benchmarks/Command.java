package dev.spillway.benchmarks;

import java.io.IOException;

/** Programs that say with their exit code whether all arrived. */
final class Command {
    private Command() {}

    static void run(String... command) throws IOException, InterruptedException {
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IllegalStateException(command[0] + " ended with " + code);
        }
    }
}
