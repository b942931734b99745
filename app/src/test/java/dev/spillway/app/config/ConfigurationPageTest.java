package dev.spillway.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/configuration.md says what the reader does. */
class ConfigurationPageTest {
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| .* \\| ([^|]*) \\| [^|]* \\|");

    private static final Map<String, SectionKey> KEYS = SectionKey.byPath(Configuration.class);

    @Test
    void everyKeyOfTheReaderIsInThePageAndEveryKeyOfThePageIsRead() throws IOException {
        assertEquals(new TreeSet<>(KEYS.keySet()), page().keySet());
    }

    @Test
    void everyDefaultOfTheReaderIsInThePage() throws IOException {
        Map<String, String> defaults = new TreeMap<>();
        Map<String, String> shown = page();
        KEYS.forEach((path, key) -> key.byDefault().ifPresent(text -> defaults.put(path, "`" + text + "`")));
        shown.keySet().retainAll(defaults.keySet());
        assertEquals(defaults, shown);
    }

    @Test
    void whatThePageCallsRequiredIsWhatHasNoDefault() throws IOException {
        Map<String, String> shown = page();
        shown.values().removeIf(each -> !each.equals("required"));
        Map<String, SectionKey> required = new TreeMap<>(KEYS);
        required.values()
                .removeIf(key ->
                        key.shape() != SectionKey.Shape.ONE || key.byDefault().isPresent());
        assertEquals(required.keySet(), shown.keySet());
    }

    private static Map<String, String> page() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("../docs/configuration.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(row.group(1), row.group(2));
            }
        }
        return rows;
    }
}
