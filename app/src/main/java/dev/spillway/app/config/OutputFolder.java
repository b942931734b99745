package dev.spillway.app.config;

import java.nio.file.Path;

/** A folder that files are made in; relative to the working directory. */
public record OutputFolder(Path path) {
    @Override
    public String toString() {
        return path.toString();
    }
}
