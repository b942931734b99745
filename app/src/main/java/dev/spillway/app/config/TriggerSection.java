package dev.spillway.app.config;

import dev.spillway.render.Format;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A short path of a stream.
 *
 * @param path {@code /{parameter}}, or with words before it; what stands there is the value of that parameter
 * @param tee a file that gets what was sent, whole or not at all
 */
public record TriggerSection(
        String path, String stream, @Default("text") Format format, Optional<OutputFile> tee) implements Section {
    private static final Pattern PATH = Pattern.compile("(?!/v1/)(?:/[a-z0-9_-]+)*/\\{([A-Za-z_][A-Za-z0-9_]*)}");

    /** The parameter that the path gives a value to; empty where the path is not of that form. */
    public Optional<String> parameter() {
        Matcher matcher = PATH.matcher(path);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
