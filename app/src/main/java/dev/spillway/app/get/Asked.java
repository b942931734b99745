package dev.spillway.app.get;

import dev.spillway.render.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a {@code get} asks for, as it was given.
 *
 * @param parameters by name
 * @param origin the target
 */
record Asked(String stream, Map<String, String> parameters, Format format, String origin) {
    private static final String NOT_GIVEN = "not given";

    /** What this one asks for otherwise than another; empty if it is the same. */
    String otherThan(Asked other) {
        List<String> differences = new ArrayList<>();
        compare(differences, "STREAM", stream, other.stream);
        TreeSet<String> names = new TreeSet<>(parameters.keySet());
        names.addAll(other.parameters.keySet());
        for (String name : names) {
            compare(
                    differences,
                    "-p " + name,
                    parameters.getOrDefault(name, NOT_GIVEN),
                    other.parameters.getOrDefault(name, NOT_GIVEN));
        }
        compare(differences, "--format", format.toString(), other.format.toString());
        compare(differences, "--origin", origin, other.origin);
        return String.join("; ", differences);
    }

    private static void compare(List<String> differences, String what, String here, String there) {
        if (!here.equals(there)) {
            differences.add(what + ": " + here + " (expected: " + there + ")");
        }
    }

    CheckedText addTo(CheckedText text) {
        text.with("stream", stream);
        new TreeMap<>(parameters).forEach((name, value) -> text.with("parameter", name + "=" + value));
        return text.with("format", format).with("origin", origin);
    }

    static Asked of(CheckedText.Values values) {
        Map<String, String> parameters = new TreeMap<>();
        for (String parameter : values.all("parameter")) {
            int equals = parameter.indexOf('=');
            parameters.put(parameter.substring(0, equals), parameter.substring(equals + 1));
        }
        String format = values.one("format");
        return new Asked(
                values.one("stream"),
                parameters,
                Format.named(format).orElseThrow(() -> new IllegalArgumentException("no format '" + format + "'")),
                values.one("origin"));
    }
}
