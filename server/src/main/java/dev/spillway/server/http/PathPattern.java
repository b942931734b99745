package dev.spillway.server.http;

import dev.spillway.wire.ResultFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A path whose segments in braces stand for parameters: {@code /{max_results}}. */
final class PathPattern {
    private final List<String> segments;

    PathPattern(String pattern) {
        segments = List.of(pattern.split("/", -1));
    }

    /** The parameters in the path, if it is of this pattern. */
    Optional<Map<String, String>> match(String path) throws ResultFailure {
        String[] given = path.split("/", -1);
        if (given.length != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < given.length; i++) {
            String segment = segments.get(i);
            if (segment.startsWith("{") && segment.endsWith("}")) {
                parameters.put(segment.substring(1, segment.length() - 1), QueryString.decode(given[i], false));
            } else if (!segment.equals(given[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(parameters);
    }
}
