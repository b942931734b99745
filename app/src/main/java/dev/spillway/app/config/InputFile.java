package dev.spillway.app.config;

import java.nio.file.Path;

/** A file that is read; written relative to the folder of the configuration file. */
public record InputFile(Path path) {
    @Override
    public String toString() {
        return path.toString();
    }
}
