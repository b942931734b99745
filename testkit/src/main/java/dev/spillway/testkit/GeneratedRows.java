package dev.spillway.testkit;

import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Slice;
import dev.spillway.wire.row.RowWriter;

/**
 * Rows that follow from a seed and their number alone: any of them can be made, and checked, without those before it.
 *
 * <p>{@code id} is the row's number; {@code title} has mostly 0 to 60 bytes of UTF-8, seldom up to 480; {@code score}
 * is NULL for every fourth row or so; {@code payload} is there in large rows only. Any thread.
 *
 * @param seed the same seed gives the same rows
 * @param largeEvery one row of so many is large, on average; 0 for none
 * @param largeBytes size of the payload of a large row, at most; at least half of it
 */
public record GeneratedRows(long seed, int largeEvery, int largeBytes) implements CanonicalRows {
    static final int ID = 1;
    static final int TITLE = 2;
    static final int SCORE = 3;
    static final int PAYLOAD = 4;

    private static final RowSchema SCHEMA = RowSchema.derive("GeneratedRow")
            .column("id", ColumnKind.INT64)
            .column("title", ColumnKind.STRING)
            .column("score", ColumnKind.INT64)
            .column("payload", ColumnKind.BYTES)
            .build();

    public GeneratedRows {
        if (largeEvery < 0) {
            throw new IllegalArgumentException("largeEvery: " + largeEvery + " (expected: >= 0)");
        }
        if (largeBytes < 0) {
            throw new IllegalArgumentException("largeBytes: " + largeBytes + " (expected: >= 0)");
        }
    }

    /** Rows none of which is large. */
    public GeneratedRows(long seed) {
        this(seed, 0, 0);
    }

    public RowSchema schema() {
        return SCHEMA;
    }

    /** Writes a row, its end included. */
    public void write(long number, RowWriter out) throws ResultFailure {
        GeneratedRow row = GeneratedRow.of(this, number);
        out.int64(ID, row.id());
        out.string(TITLE, row.title());
        if (row.score() == null) {
            out.nil(SCORE);
        } else {
            out.int64(SCORE, row.score());
        }
        Slice payload = row.payload();
        if (payload != null) {
            out.bytes(PAYLOAD, payload.array(), payload.offset(), payload.length());
        }
        out.endRow();
    }

    /** The canonical bytes of a row, made without anything that writes rows elsewhere. */
    @Override
    public Slice row(long number) {
        return RowBytes.of(GeneratedRow.of(this, number));
    }
}
