package dev.spillway.load.rows;

import dev.spillway.client.ChunkStream;
import dev.spillway.render.Format;
import dev.spillway.render.Out;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.Content;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Slice;
import dev.spillway.wire.row.RowJoiner;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * What a result is, in every form that is asked for: a fingerprint of 32 bits for each row (CRC32C of its bytes or line, a
 * hash of its values in JSON). It is made from one verified native read; a sender that gives other rows, or rows in
 * another order, is found out whatever its own checksums say.
 *
 * <p>Immutable; any number of threads.
 */
public final class Reference {
    private static final long MOST_ROWS = 50_000_000;

    private final Position total;
    private final Map<Form, Prints> prints;

    private Reference(Position total, Map<Form, Prints> prints) {
        this.total = total;
        this.prints = prints;
    }

    /**
     * Reads a result to its verified end.
     *
     * @throws dev.spillway.client.ResultException it fails
     * @throws ResultFailure it is a file, or has more than fifty million rows
     */
    public static Reference read(ChunkStream chunks, Set<Form> forms) throws ResultFailure {
        if (!(chunks.header().content() instanceof Content.Rows rows)) {
            throw new ResultFailure(Reason.UNIMPLEMENTED, "the result is a file (expected: rows)");
        }
        Builder builder = new Builder(rows.schema(), forms);
        RowJoiner joiner = new RowJoiner();
        for (Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
            builder.add(joiner.join(chunk));
            if (chunks.position().rows() > MOST_ROWS) {
                throw new ResultFailure(
                        Reason.OUT_OF_RANGE,
                        "the result has more than " + MOST_ROWS
                                + " rows (expected: at most so many, to be kept in mind)");
            }
        }
        return builder.build(chunks.end().total());
    }

    /** Rows and canonical bytes of the result, and their checksum. */
    public Position total() {
        return total;
    }

    /** What checks a new body that should hold this result. */
    public Body body(Form form) {
        return switch (form) {
            case ROW_MESSAGES -> new GrpcBody(new TypedMessages(true, check(form, "row"), total));
            case BATCH_MESSAGES -> new GrpcBody(new TypedMessages(false, check(form, "row"), total));
            case FRAMES -> new GrpcBody(new FrameMessages(check(form, "row"), total));
            case JSON -> new JsonBody(check(form, "row"), total);
            case NDJSON -> new LineBody(new Lines(false), 0, check(form, "line"), total);
            case CSV -> new LineBody(new Lines(true), 1, check(form, "line"), total);
        };
    }

    private UnitCheck check(Form form, String unit) {
        Prints expected = prints.get(form);
        if (expected == null) {
            throw new IllegalArgumentException("form: " + form + " (expected: one of " + prints.keySet() + ")");
        }
        return new UnitCheck(expected, unit);
    }

    /** Makes a reference of rows that are known to be right. One thread. */
    public static final class Builder {
        private final RowSchema schema;
        private final Prints rows = new Prints();
        private final Map<Form, Prints> prints = new EnumMap<>(Form.class);

        public Builder(RowSchema schema, Set<Form> forms) {
            this.schema = schema;
            for (Form form : forms) {
                switch (form) {
                    case ROW_MESSAGES, BATCH_MESSAGES, FRAMES -> prints.put(form, rows);
                    case JSON, NDJSON, CSV -> prints.put(form, new Prints());
                }
            }
            Prints csv = prints.get(Form.CSV);
            if (csv != null) {
                Out out = new Out();
                Format.CSV.renderer(schema).head(out);
                addLines(csv, true, out.take());
            }
        }

        /** Adds the next rows: canonical bytes, on row boundaries. */
        public void add(Slice wholeRows) {
            try {
                CanonicalRows.each(wholeRows.array(), wholeRows.offset(), wholeRows.length(), rows::add);
            } catch (Corrupt e) {
                throw new IllegalArgumentException(e);
            }
            Prints ndjson = prints.get(Form.NDJSON);
            Prints json = prints.get(Form.JSON);
            if (ndjson != null || json != null) {
                Slice lines = rendered(Format.NDJSON, wholeRows);
                if (ndjson != null) {
                    addLines(ndjson, false, lines);
                }
                if (json != null) {
                    JsonRows.each(lines, row -> json.add(JsonRows.print(row)));
                }
            }
            Prints csv = prints.get(Form.CSV);
            if (csv != null) {
                addLines(csv, true, rendered(Format.CSV, wholeRows));
            }
        }

        private Slice rendered(Format format, Slice wholeRows) {
            Out out = new Out();
            format.renderer(schema).rows(wholeRows, out);
            return out.take();
        }

        private static void addLines(Prints to, boolean quoted, Slice text) {
            try {
                new Lines(quoted).each(text.array(), text.offset(), text.length(), to::add);
            } catch (Corrupt e) {
                throw new IllegalArgumentException(e);
            }
        }

        /**
         * Ends the result.
         *
         * @param total of the rows that were added
         */
        public Reference build(Position total) {
            return new Reference(total, prints);
        }
    }
}
