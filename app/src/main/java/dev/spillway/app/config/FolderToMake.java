package dev.spillway.app.config;

import java.nio.file.Path;

/** A folder that is made when it is first needed; relative to the working directory. */
public record FolderToMake(Path path) {
    @Override
    public String toString() {
        return path.toString();
    }
}
