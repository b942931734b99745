package dev.spillway.app.config;

import java.nio.file.Path;

/**
 * Something wrong with a configuration.
 *
 * @param line from 1; 0 where it is about the file as a whole
 * @param message the key, the value and what was expected
 */
public record Problem(Path file, int line, String message) {
    /** {@code file:line   message}, the file as seen from the working directory. */
    @Override
    public String toString() {
        return shown(file) + (line > 0 ? ":" + line : "") + "   " + message;
    }

    /** A path as people would type it in the working directory. */
    public static Path shown(Path path) {
        Path here = Path.of("").toAbsolutePath();
        Path absolute = path.toAbsolutePath().normalize();
        return absolute.startsWith(here) ? here.relativize(absolute) : absolute;
    }
}
