package dev.spillway.render;

import dev.spillway.wire.RowSchema;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A way to show the rows of a result. Its name in lower case is its extension in a URL and its name in a command. */
public enum Format {
    /**
     * One JSON object a line. Keys are the names of the columns, in their order. Integers of every width are JSON
     * numbers. Floating point is the shortest decimal that reads back to the same value, always with a point ({@code
     * 1.0}, {@code 1.0E10}); NaN and the infinities are the strings {@code "NaN"}, {@code "Infinity"} and {@code
     * "-Infinity"}. Bytes are base64. An instant is RFC 3339 in UTC with 0, 3, 6 or 9 digits of fraction. NULL is {@code
     * null}. In text, only what JSON requires is escaped.
     */
    NDJSON("application/x-ndjson"),

    /**
     * Columns joined by {@code ", "}, one row a line. Values are as in {@link #NDJSON}, but never quoted or escaped. A line
     * break in text (CR LF, or any other that Unicode names: LF, VT, FF, CR, NEL, LS, PS) becomes one space. NULL is
     * empty.
     */
    TEXT("text/plain; charset=utf-8"),

    /** The canonical bytes as they are. */
    PROTO("application/x-protobuf");

    private final String mediaType;

    Format(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The format of a name that {@link #toString} gives. */
    public static Optional<Format> named(String name) {
        return Arrays.stream(values())
                .filter(each -> each.toString().equals(name))
                .findFirst();
    }

    /** Media type with its parameters (RFC 9110, section 8.3). */
    public String mediaType() {
        return mediaType;
    }

    /** A new renderer of rows of this schema. */
    public Renderer renderer(RowSchema schema) {
        return switch (this) {
            case NDJSON -> Ndjson.renderer(schema);
            case TEXT -> PlainText.renderer(schema);
            case PROTO -> new CanonicalRenderer();
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
