package dev.spillway.render;

import dev.spillway.wire.Slice;
import dev.spillway.wire.row.MalformedRow;

/**
 * Renders the rows of one schema in one format.
 *
 * <p>A document is {@link #head}, the rows of the result in their order, {@link #tail}. The law: {@code rows(a‖b) =
 * rows(a)‖rows(b)} wherever rows are cut apart, with this or another renderer of the same schema and format; only row 0
 * of a document may look different: the one that follows {@link #head}. So where a row begins in a rendering is a sum of
 * lengths, and a rendering goes on at any row, with a renderer that never wrote a head.
 *
 * <p>One thread at a time. Nothing but whether a row follows the head is kept from one call to the next.
 */
public sealed interface Renderer permits CanonicalRenderer, LineRenderer {
    /** Appends what stands before row 0, and begins a document. */
    void head(Out out);

    /**
     * Appends rows, until all are there or {@code out} holds {@code enough} bytes: the way to stay within a bound, since a
     * row of a few canonical bytes may have a long text. At least one row is rendered; a renderer that copies nothing
     * renders all.
     *
     * @param wholeRows canonical bytes, on row boundaries
     * @return bytes of {@code wholeRows} that were rendered: up to a row boundary, or all
     * @throws MalformedRow the bytes are no rows of the schema; {@code out} is as it was
     */
    int rows(Slice wholeRows, Out out, int enough);

    /** Appends all of the rows. */
    default void rows(Slice wholeRows, Out out) {
        rows(wholeRows, out, Integer.MAX_VALUE);
    }

    /** Appends what stands behind the last row of a complete result. */
    void tail(Out out);
}
