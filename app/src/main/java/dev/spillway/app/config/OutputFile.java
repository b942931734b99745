package dev.spillway.app.config;

import java.nio.file.Path;

/** A file that is written; relative to the working directory. */
public record OutputFile(Path path) {
    @Override
    public String toString() {
        return path.toString();
    }
}
