package dev.spillway.render;

import dev.spillway.wire.RowSchema;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A way to show the rows of a result. Its name in lower case is its extension in a URL and its name in a command. */
public enum Format {
    /**
     * One JSON object a line. Keys are the names of the columns, in their order. Integers of every width are JSON
     * numbers, those of 64 bits strings where that is asked for ({@link Int64As}). Floating point is the shortest decimal
     * that reads back to the same value, always with a point ({@code 1.0}, {@code 1.0E10}); NaN and the infinities are the
     * strings {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}. Bytes are base64. An instant is RFC 3339 in UTC
     * with 0, 3, 6 or 9 digits of fraction, a duration such as {@code -1.500s}, an enum its name, or the number where that
     * has none. A list is an array, a message within the row an object; a wrapper is its value. NULL is {@code null}. In
     * text, only what JSON requires is escaped; bytes that are no UTF-8 stay as they are, in every format.
     */
    NDJSON("application/x-ndjson"),

    /**
     * A line with the names of the columns, then one record a row (RFC 4180), each ended by LF. Values are as in {@link
     * #NDJSON}, but not quoted or escaped as there; a list is its JSON array, and what is in a message within the row has
     * columns of its own, named by their path ({@code address.city}). NULL is an empty field, an empty value is {@code ""}; other values are
     * in quotes only if they hold a comma, a quote or a line break. So PostgreSQL's {@code COPY … (FORMAT csv)} quotes.
     */
    CSV("text/csv; charset=utf-8; header=present"),

    /** One JSON array, a row a line, with objects as in {@link #NDJSON}. Only a whole result has the closing bracket. */
    JSON("application/json"),

    /**
     * Columns joined by {@code ", "}, one row a line. Values are as in {@link #NDJSON}, but never quoted or escaped; lists and
     * messages are as in {@link #CSV}. A line
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
        return renderer(schema, Int64As.NUMBER);
    }

    /** Whether a renderer may be asked for {@link Int64As#STRING}. */
    public boolean isJson() {
        return this == NDJSON || this == JSON;
    }

    /**
     * A new renderer of rows of this schema.
     *
     * @throws IllegalArgumentException strings are asked for, and the format is not JSON
     */
    public Renderer renderer(RowSchema schema, Int64As int64) {
        if (int64 == Int64As.STRING && !isJson()) {
            throw new IllegalArgumentException("int64: " + int64 + " (expected: with a JSON format, not " + this + ")");
        }
        return switch (this) {
            case NDJSON -> Json.lines(schema, int64);
            case CSV -> Csv.renderer(schema);
            case JSON -> Json.array(schema, int64);
            case TEXT -> PlainText.renderer(schema);
            case PROTO -> new CanonicalRenderer();
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
