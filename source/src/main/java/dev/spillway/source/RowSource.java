package dev.spillway.source;

import dev.spillway.wire.Content;
import dev.spillway.wire.Position;
import dev.spillway.wire.Replay;
import dev.spillway.wire.RowSchema;

/**
 * Rows from Java code.
 *
 * <pre>{@code
 * RowSchema schema = RowSchema.derive("Square").column("n", INT64).column("square", INT64).build();
 * Source squares = RowSource.of(schema, arguments -> {
 *     long[] n = {0};
 *     return out -> {
 *         if (n[0] == arguments.int64("count")) {
 *             return false;
 *         }
 *         out.int64(1, n[0]);
 *         out.int64(2, n[0] * n[0]++);
 *         out.endRow();
 *         return true;
 *     };
 * });
 * }</pre>
 */
public final class RowSource implements Source {
    /** Starts a run. Called on the thread that then pulls the rows. */
    @FunctionalInterface
    public interface Opener {
        Rows open(Arguments arguments) throws Exception;
    }

    /** Starts a run at a row. Called on the thread that then pulls the rows. */
    @FunctionalInterface
    public interface OpenerAt {
        /**
         * The rows from there on.
         *
         * @param fromRow so many rows are skipped; with the same arguments, what follows is always the same
         */
        Rows open(Arguments arguments, long fromRow) throws Exception;
    }

    private final RowSchema schema;
    private final OpenerAt opener;
    private final Replay replay;

    private RowSource(RowSchema schema, OpenerAt opener, Replay replay) {
        this.schema = schema;
        this.opener = opener;
        this.replay = replay;
    }

    /** Rows that are made anew for each result. */
    public static RowSource of(RowSchema schema, Opener opener) {
        return new RowSource(schema, (arguments, fromRow) -> opener.open(arguments), Replay.NONE);
    }

    /** Rows that are the same for the same arguments, and can be made from any row on: their results need not be kept. */
    public static RowSource replayable(RowSchema schema, OpenerAt opener) {
        return new RowSource(schema, opener, Replay.SOURCE);
    }

    @Override
    public Content content() {
        return new Content.Rows(schema);
    }

    @Override
    public Replay replay() {
        return replay;
    }

    @Override
    public boolean needsPlatformThread() {
        return false;
    }

    @Override
    public Cursor open(Arguments arguments, Position from) {
        return new RowCursor(opener, arguments, from.rows());
    }
}
