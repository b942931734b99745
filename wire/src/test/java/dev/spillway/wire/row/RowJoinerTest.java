package dev.spillway.wire.row;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.wire.Chunk;
import dev.spillway.wire.Seeds;
import dev.spillway.wire.Slice;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowJoinerTest {
    @Test
    void givesWholeRowsHoweverTheyWereCut() {
        Seeds.each(300, random -> {
            RandomRows rows = RandomRows.nested(random);
            List<List<@Nullable Object>> values = rows.next(1 + random.nextInt(50));
            RowJoiner joiner = new RowJoiner();
            RowReader reader = new RowReader(rows.schema());
            ByteArrayOutputStream joined = new ByteArrayOutputStream();
            int row = 0;
            for (Chunk chunk : ChunkBuilderTest.chunks(rows, values, 1 + random.nextInt(200))) {
                Slice whole = joiner.join(chunk);
                whole.writeTo(joined);
                reader.reset(whole);
                for (int i = 0; i < chunk.rowCount(); i++) {
                    assertTrue(reader.next());
                    assertEquals(values.get(row++), RandomRows.read(reader, rows.schema()));
                }
                assertFalse(reader.next(), "more rows than the chunk counts");
            }
            assertEquals(values.size(), row);
            assertArrayEquals(rows.canonical(values), joined.toByteArray());
        });
    }

    @Test
    void copiesNothingWhereNoRowIsCut() {
        Slice data = Slice.of(new byte[] {0x0A, 0, 0x0A, 0});
        assertSame(data, new RowJoiner().join(new Chunk(0, 2, 0, data, data.crc32c())));
    }

    @Test
    void keepsWhatItGaveAsItWas() {
        RowJoiner joiner = new RowJoiner();
        Slice first = join(joiner, new byte[] {0x0A, 2}, new byte[] {8, 1});
        Slice second = join(joiner, new byte[] {0x0A, 2}, new byte[] {8, 2});
        assertArrayEquals(new byte[] {0x0A, 2, 8, 1}, first.toByteArray());
        assertArrayEquals(new byte[] {0x0A, 2, 8, 2}, second.toByteArray());
    }

    private static Slice join(RowJoiner joiner, byte[] piece, byte[] lastPiece) {
        assertTrue(joiner.join(new Chunk(0, 0, 0, Slice.of(piece), 0)).isEmpty());
        return joiner.join(new Chunk(0, 1, piece.length, Slice.of(lastPiece), 0));
    }
}
