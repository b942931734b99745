package dev.spillway.app.serve;

import dev.spillway.app.launch.Launch;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which configuration a command takes. */
final class ConfigOption {
    private static final Path BOOK_SHOP = Path.of("examples", "bookshop", "spillway.yaml");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration; without it, the book shop's, which lies beside the launcher.")
    private @Nullable Path given;

    /** The file; as it was typed, if it was. */
    Path file() {
        return given != null ? given : Launch.home().resolve(BOOK_SHOP);
    }

    boolean isGiven() {
        return given != null;
    }
}
