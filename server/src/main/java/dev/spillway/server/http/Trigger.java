package dev.spillway.server.http;

import dev.spillway.render.Format;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A short URL of a stream.
 *
 * @param path the path, whose segments {@code {name}} give parameters: {@code /{max_results}}
 * @param tee a file that also gets what the reader gets, complete or not at all; the last result to finish wins
 */
public record Trigger(String path, String stream, Format format, Optional<Path> tee) {}
