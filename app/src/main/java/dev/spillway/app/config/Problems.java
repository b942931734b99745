package dev.spillway.app.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what is wrong with one configuration file, and with the files that it names. One thread. */
final class Problems {
    private final Path file;
    private final Map<String, Integer> lines = new HashMap<>();
    private final Set<Problem> found = new LinkedHashSet<>();

    Problems(Path file) {
        this.file = file;
    }

    /** Remembers where a key stands. */
    void locate(String key, int line) {
        lines.put(key, line);
    }

    /** Whether the file has such a key. */
    boolean isLocated(String key) {
        return lines.containsKey(key);
    }

    /** Says what is wrong with a key, or with one that is missing where it should stand. */
    void at(String key, String message) {
        found.add(new Problem(file, line(key), (key.isEmpty() ? "" : key + ": ") + message));
    }

    void at(String key, String value, String expected) {
        at(key, value + " (expected: " + expected + ")");
    }

    /** Says what is wrong in words that begin with the key: {@code key: message}. */
    void sentence(String text) {
        found.add(new Problem(file, line(text.substring(0, Math.max(0, text.indexOf(": ")))), text));
    }

    void inLine(int line, String message) {
        found.add(new Problem(file, line, message));
    }

    void inFile(Path other, int line, String message) {
        found.add(new Problem(other, line, message));
    }

    private int line(String key) {
        String place = key;
        while (!place.isEmpty()) {
            Integer line = lines.get(place);
            if (line != null) {
                return line;
            }
            place = place.substring(0, Math.max(0, Math.max(place.lastIndexOf('.'), place.lastIndexOf('['))));
        }
        return lines.getOrDefault("", 1);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    void throwIfAny() throws InvalidConfiguration {
        if (!found.isEmpty()) {
            List<Problem> sorted = new ArrayList<>(found);
            sorted.sort(Comparator.comparing((Problem each) -> !each.file().equals(file))
                    .thenComparing(Problem::file)
                    .thenComparingInt(Problem::line));
            throw new InvalidConfiguration(sorted);
        }
    }
}
