package dev.spillway.app.get;

import dev.spillway.wire.Crc32c;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * Named values as lines of text that show whether they are whole: the first line says what they are and the version, the last
 * one is CRC32C of those before it.
 */
final class CheckedText {
    private static final String CHECK = "check ";

    private final StringBuilder text;

    /** @param kind the first line */
    CheckedText(String kind) {
        text = new StringBuilder(kind).append('\n');
    }

    /** Adds a value; a name may have several. */
    CheckedText with(String name, Object value) {
        String line =
                value.toString().replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        text.append(name).append(' ').append(line).append('\n');
        return this;
    }

    /** All lines. */
    String end() {
        return text + CHECK + check(text.toString()) + "\n";
    }

    private static String check(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Crc32c.toHex(Crc32c.of(bytes, 0, bytes.length));
    }

    /** The lines between the first and the last. */
    record Values(List<String> lines) {
        /** The values of a name, in their order. */
        List<String> all(String name) {
            return named(name).toList();
        }

        /** @throws IllegalArgumentException the name has no value */
        String one(String name) {
            return named(name).findFirst().orElseThrow(() -> new IllegalArgumentException("no " + name));
        }

        boolean has(String name) {
            return named(name).findAny().isPresent();
        }

        private Stream<String> named(String name) {
            return lines.stream()
                    .filter(line -> line.startsWith(name + " "))
                    .map(line -> line.substring(name.length() + 1).translateEscapes());
        }
    }

    /** @throws IllegalArgumentException the text is of another kind, cut or altered */
    static Values read(String kind, String text) {
        if (!text.startsWith(kind + "\n")) {
            String first = text.lines().findFirst().orElse("");
            throw new IllegalArgumentException("'" + first + "' (expected: '" + kind + "')");
        }
        int last = text.lastIndexOf(CHECK);
        if (last < 0 || !text.substring(last).equals(CHECK + check(text.substring(0, last)) + "\n")) {
            throw new IllegalArgumentException("its checksum does not fit");
        }
        return new Values(text.substring(0, last).lines().skip(1).toList());
    }
}
