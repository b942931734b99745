package dev.spillway.load.run;

import dev.spillway.load.rows.Form;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A way to carry a result. */
public enum Scenario {
    /** One JSON array over HTTP; its rows count when the whole body is there and parsed. */
    REST(Form.JSON),
    /** The whole result in one message of a unary gRPC method. */
    UNARY(Form.BATCH_MESSAGES),
    /** A gRPC stream, a row a message. */
    STREAM_ROW(Form.ROW_MESSAGES),
    /** A gRPC stream, some rows a message. */
    STREAM_BATCH(Form.BATCH_MESSAGES),
    /** A gRPC stream of the native contract: frames with checksums and an end record. */
    NATIVE(Form.FRAMES),
    /** HTTP, a JSON object a line. */
    HTTP_NDJSON(Form.NDJSON),
    /** HTTP, a CSV record a row. */
    HTTP_CSV(Form.CSV);

    private final Form form;

    Scenario(Form form) {
        this.form = form;
    }

    /** The scenario of a name that {@link #toString} gives. */
    public static Optional<Scenario> named(String name) {
        return Arrays.stream(values())
                .filter(each -> each.toString().equals(name))
                .findFirst();
    }

    Form form() {
        return form;
    }

    boolean isGrpc() {
        return switch (this) {
            case UNARY, STREAM_ROW, STREAM_BATCH, NATIVE -> true;
            case REST, HTTP_NDJSON, HTTP_CSV -> false;
        };
    }

    /** Whether a method of a user's own contract carries it. */
    boolean isTyped() {
        return switch (this) {
            case UNARY, STREAM_ROW, STREAM_BATCH -> true;
            case NATIVE, REST, HTTP_NDJSON, HTTP_CSV -> false;
        };
    }

    /** Whether rows come before the last one is there, so that there are gaps between them. */
    public boolean streams() {
        return this != REST && this != UNARY;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
