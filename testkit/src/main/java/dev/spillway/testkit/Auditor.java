package dev.spillway.testkit;

import dev.spillway.testkit.Verdict.Property;
import dev.spillway.testkit.Verdict.Violation;
import dev.spillway.wire.Crc32c;
import dev.spillway.wire.Position;
import dev.spillway.wire.Slice;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Judges what a client handed out of a result, against what the result is: by the contract, with nothing of the client.
 *
 * <p>It is told everything in the order in which the client handed it out, and then gives its {@link #verdict}, which
 * names the first violation. A row is told by its bytes. In place of row n there may be
 *
 * <ul>
 *   <li>an earlier row, or its beginning and then an end: {@link Property#UNIQUE}
 *   <li>a later row: {@link Property#ORDERED} if row n itself still comes, before the client says how it ended, else {@link
 *       Property#COMPLETE}
 *   <li>bytes that are no row, or none that {@link RowFinder} finds, or bytes behind the last row that are no earlier one:
 *       {@link Property#UNALTERED}
 *   <li>an end: {@link Property#COMPLETE}, also within row n
 * </ul>
 *
 * <p>An end behind the last row that has another number of rows or bytes violates {@link Property#COMPLETE}, one with
 * another checksum {@link Property#UNALTERED}. Anything after an end or a failure violates {@link Property#END_SEEN}, as
 * does having neither. A failure excuses rows that are missing at the end, and nothing else.
 *
 * <p>Holds two rows, and the piece of one, at most. One thread.
 */
public final class Auditor {
    private final CanonicalRows truth;
    private final long totalRows;
    private final RowFinder finder;
    private final RowSplitter splitter = new RowSplitter();
    private final CRC32C crc = new CRC32C();

    private long rows;
    private long bytes;
    private boolean ended;
    private @Nullable String failure;
    private @Nullable Violation violation;

    /** The row that a later one came in place of, as long as it may still come. */
    private @Nullable Slice missing;

    /**
     * @param truth what each row is
     * @param totalRows how many there are
     */
    public Auditor(CanonicalRows truth, long totalRows) {
        if (totalRows < 0) {
            throw new IllegalArgumentException("totalRows: " + totalRows + " (expected: >= 0)");
        }
        this.truth = truth;
        this.totalRows = totalRows;
        this.finder = new RowFinder(truth, totalRows);
    }

    /** The client handed out one row: tag, length and message. */
    public void row(Slice canonicalRow) {
        if (isOpen("a row")) {
            if (splitter.piece().isEmpty()) {
                judge(canonicalRow);
            } else {
                violated(Property.UNALTERED, "a row within a row, after " + splitter.piece());
            }
        }
    }

    /** The client handed out bytes, which may start and end anywhere. */
    public void bytes(Slice canonicalBytes) {
        if (!canonicalBytes.isEmpty() && isOpen("more") && !splitter.add(canonicalBytes, this::judge)) {
            violated(Property.UNALTERED, "bytes that are no row");
            missing = null;
        }
    }

    /** The client said that this is all. */
    public void end(Position total) {
        if (isOpen("an end")) {
            ended = true;
            missing = null;
            judgePiece();
            judgeTotal(total);
        }
    }

    /** The client said that there will be no more, because it failed. */
    public void failed(String reason) {
        if (isOpen("the failure " + reason)) {
            failure = reason;
            missing = null;
            judgePiece();
        }
    }

    /** What there is to say if nothing more comes: asked last. */
    public Verdict verdict() {
        if (violation == null && !ended && failure == null) {
            judgePiece();
            violated(Property.END_SEEN, "neither an end nor a failure after row " + rows + " of " + totalRows);
        }
        if (violation != null) {
            return violation;
        }
        return failure == null ? new Verdict.Whole(position()) : new Verdict.Incomplete(rows, failure);
    }

    /** Whether something that comes now matters; it violates the contract if the client has said how it ended. */
    private boolean isOpen(String what) {
        if (ended || failure != null) {
            violated(Property.END_SEEN, what + " after " + (ended ? "the end" : "the failure " + failure));
        }
        return violation == null || missing != null;
    }

    private void judge(Slice row) {
        if (violation != null) {
            judgeLate(row);
            return;
        }
        Slice expected = rows < totalRows ? truth.row(rows) : Slice.EMPTY;
        if (!row.isEmpty() && row.equals(expected)) {
            crc.update(expected.array(), expected.offset(), expected.length());
            bytes += expected.length();
            rows++;
            return;
        }
        OptionalLong number = finder.row(row, rows);
        if (number.isPresent() && number.getAsLong() > rows) {
            missing = expected;
        }
        misplaced(row, number);
    }

    private void judgeLate(Slice row) {
        if (missing != null && violation != null && row.equals(missing)) {
            violation = new Violation(Property.ORDERED, violation.row(), violation.message() + ", which came later");
            missing = null;
        }
    }

    /** Judges the beginning of a row that does not go on. */
    private void judgePiece() {
        Slice piece = splitter.piece();
        boolean expected = rows < totalRows && RowFinder.startsWith(truth.row(rows), piece);
        if (violation == null && !piece.isEmpty() && !expected) {
            misplaced(piece, finder.rowThatStartsWith(piece, rows));
        }
    }

    private void misplaced(Slice found, OptionalLong number) {
        String expected = rows < totalRows ? "row " + rows : "the end after row " + totalRows;
        if (number.isEmpty()) {
            violated(Property.UNALTERED, found + " that are no row of the result (expected: " + expected + ")");
        } else {
            Property property = number.getAsLong() < rows ? Property.UNIQUE : Property.COMPLETE;
            violated(property, "row " + number.getAsLong() + " in place of " + expected);
        }
    }

    private void judgeTotal(Position total) {
        Position expected = position();
        if (rows < totalRows) {
            violated(
                    Property.COMPLETE,
                    "an end after " + (splitter.piece().isEmpty() ? "" : "a piece of ") + "row " + rows + " of "
                            + totalRows);
        } else if (total.rows() != expected.rows() || total.bytes() != expected.bytes()) {
            violated(Property.COMPLETE, "an end at " + total + " (expected: " + expected + ")");
        } else if (total.crc32c() != expected.crc32c()) {
            violated(
                    Property.UNALTERED,
                    "an end with crc32c " + Crc32c.toHex(total.crc32c()) + " (expected: "
                            + Crc32c.toHex(expected.crc32c()) + ")");
        }
    }

    private Position position() {
        return new Position(bytes, rows, (int) crc.getValue());
    }

    /** The first violation stays. */
    private void violated(Property property, String message) {
        if (violation == null) {
            violation = new Violation(property, rows, message);
        }
    }
}
