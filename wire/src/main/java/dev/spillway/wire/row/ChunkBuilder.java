package dev.spillway.wire.row;

import dev.spillway.wire.Chunk;
import dev.spillway.wire.Position;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Slice;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Collects rows and cuts them into chunks of a given size, each with its checksum.
 *
 * <p>Write rows until {@link #isFull}, then {@link #take} chunks until it is not; {@link #take} may also be called
 * earlier to hand over what there is, which {@link #isDue} asks for at the end of a batch. A chunk never exceeds the
 * given size. A row that is larger is cut into pieces, in chunks of their own. One thread.
 */
public final class ChunkBuilder extends RowEncoder {
    /** Room behind the chunk size, so that the row that fills a chunk seldom makes the buffer grow. */
    private static final int SLACK = 4096;

    /** Bytes before the first field of a row: its tag, and one byte of the length, which is enough for most rows. */
    private static final int ROW_HEAD = 2;

    /** Rows that are written together: their sizes stay in the cache. */
    private static final int BLOCK = 512;

    private final int chunkBytes;
    private final BooleanSupplier due;

    private Position position;
    private int start;
    /** Rows up to here go into the next chunk together. */
    private int wholeRowsEnd;

    private int wholeRows;
    /** End of the last whole row: behind {@link #wholeRowsEnd} if that row did not fit. */
    private int rowsEnd;

    /** Whether what is left is the rest of a row that was cut. */
    private boolean cut;

    private boolean flush;
    private int rowStart;

    /**
     * @param from where the first row starts
     * @param chunkBytes size of a chunk
     * @param maxValueBytes largest text or bytes value
     * @param due whether rows should leave although they do not fill a chunk
     */
    public ChunkBuilder(RowSchema schema, Position from, int chunkBytes, int maxValueBytes, BooleanSupplier due) {
        super(schema, maxValueBytes, new byte[atLeastOne(chunkBytes) + SLACK]);
        this.chunkBytes = chunkBytes;
        this.position = from;
        this.due = due;
        this.end = ROW_HEAD;
    }

    private static int atLeastOne(int chunkBytes) {
        if (chunkBytes < 1) {
            throw new IllegalArgumentException("chunkBytes: " + chunkBytes + " (expected: >= 1)");
        }
        return chunkBytes;
    }

    @Override
    long rowsBefore() {
        return position.rows() + wholeRows;
    }

    /** Where the next chunk starts. */
    public Position position() {
        return position;
    }

    /** Whether a chunk's worth of rows is there: {@link #take} before more is written. */
    public boolean isFull() {
        return cut || rowsEnd - start >= chunkBytes;
    }

    /** Whether rows should leave although they do not fill a chunk: somebody waits for them. Cheap enough for each row. */
    public boolean isDue() {
        return (flush || due.getAsBoolean()) && !isEmpty();
    }

    /** Whether no whole row is there. */
    public boolean isEmpty() {
        return rowsEnd == start;
    }

    /** Takes the next chunk: full, or what there is. Not within a row, and not if {@link #isEmpty}. */
    public Chunk take() {
        if (isEmpty() || end != rowStart + ROW_HEAD) {
            throw new IllegalStateException("take: no whole row, or within a row");
        }
        if (wholeRows > 0) {
            return take(wholeRowsEnd - start, wholeRows);
        }
        int left = rowsEnd - start;
        return left > chunkBytes ? take(chunkBytes, 0) : take(left, 1);
    }

    private Chunk take(int length, int rows) {
        int left = rowsEnd - start - length;
        boolean small = left == 0 && length < buffer.length / 4;
        Slice data =
                small ? Slice.of(Arrays.copyOfRange(buffer, start, start + length)) : Slice.of(buffer, start, length);
        Chunk chunk = new Chunk(position.rows(), rows, position.bytes(), data, data.crc32c());
        position = position.after(chunk);
        if (left > chunkBytes) {
            start += length;
        } else {
            if (!small) {
                byte[] next = new byte[chunkBytes + SLACK];
                System.arraycopy(buffer, start + length, next, 0, left);
                buffer = next;
            }
            start = 0;
        }
        rowsEnd = start + left;
        cut = rows == 0;
        flush = false;
        boolean leftFits = left > 0 && left <= chunkBytes && !cut;
        wholeRowsEnd = leftFits ? rowsEnd : start;
        wholeRows = leftFits ? 1 : 0;
        startRow();
        return chunk;
    }

    private void startRow() {
        rowStart = rowsEnd;
        reserve(ROW_HEAD, rowStart);
        end = rowStart + ROW_HEAD;
    }

    @Override
    public void endRow() throws ResultFailure {
        if (isFull()) {
            throw new IllegalStateException("endRow: a chunk is full (expected: take it before a row is written)");
        }
        finishFields();
        int length = end - rowStart - ROW_HEAD;
        int lengthBytes = Varint.size(length);
        if (lengthBytes > 1) {
            reserve(lengthBytes - 1, end);
            System.arraycopy(buffer, rowStart + ROW_HEAD, buffer, rowStart + 1 + lengthBytes, length);
        }
        buffer[rowStart] = RowSchema.ROW_TAG;
        Varint.put(buffer, rowStart + 1, length);
        rowsEnd = rowStart + 1 + lengthBytes + length;
        if (rowsEnd - start <= chunkBytes) {
            wholeRowsEnd = rowsEnd;
            wholeRows++;
        }
        startRow();
    }

    /**
     * Writes rows of a batch, as many as fit into the chunk and have nothing unusual about them; if there are more, the next
     * one is for {@link RowWriter}. Not within a row.
     *
     * @param columns one for each field of the row, by ascending field number
     * @param from the first row, by its place in the batch
     * @param count at most so many
     * @return how many were written
     */
    public int rows(List<FlatColumn> columns, int from, int count) {
        if (isFull() || end != rowStart + ROW_HEAD) {
            throw new IllegalStateException("rows: a chunk is full, or within a row");
        }
        int possible = Math.min(count, BLOCK);
        int most = Math.min(chunkBytes, maxValueBytes);
        int[] sizes = new int[possible];
        for (FlatColumn column : columns) {
            possible = column.addSizes(from, possible, sizes, most);
        }
        int[] ends = new int[possible];
        int rows = startRows(sizes, ends);
        for (FlatColumn column : columns) {
            column.write(from, rows, buffer, ends);
        }
        if (rows > 0) {
            rowsEnd = ends[rows - 1];
            wholeRowsEnd = rowsEnd;
            wholeRows += rows;
            startRow();
        }
        return rows;
    }

    /**
     * Writes the heads of rows whose sizes are known.
     *
     * @param ends where each goes on, filled in here; as many as rows
     * @return how many fit
     */
    private int startRows(int[] sizes, int[] ends) {
        int limit = start + chunkBytes;
        reserve(limit - rowsEnd, rowsEnd);
        int at = rowsEnd;
        for (int i = 0; i < ends.length; i++) {
            int size = sizes[i];
            int fields = at + 1 + Varint.size(size);
            if (limit - fields < size) {
                return i;
            }
            buffer[at] = RowSchema.ROW_TAG;
            Varint.put(buffer, at + 1, size);
            ends[i] = fields;
            at = fields + size;
        }
        return ends.length;
    }

    @Override
    public void flush() {
        flush = !isEmpty();
    }
}
