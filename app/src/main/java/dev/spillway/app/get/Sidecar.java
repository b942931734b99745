package dev.spillway.app.get;

import java.io.IOException;
import java.nio.file.Path;

/** What {@code FILE.spillway} says of a whole file: how many rows, and which bytes. */
record Sidecar(long rows, Checksum file) {
    private static final String KIND = "spillway sidecar 1";

    /** Where that of a file lies. */
    static Path beside(Path file) {
        return SmallFile.beside(file, ".spillway");
    }

    String toText() {
        return file.addTo(new CheckedText(KIND).with("rows", rows)).end();
    }

    /** @throws IllegalArgumentException it is damaged, or of another version */
    static Sidecar read(Path sidecar) throws IOException {
        CheckedText.Values values = CheckedText.read(KIND, SmallFile.read(sidecar));
        return new Sidecar(Long.parseLong(values.one("rows")), Checksum.of(values));
    }
}
