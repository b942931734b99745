package dev.spillway.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import dev.spillway.wire.Position;
import dev.spillway.wire.Seeds;
import dev.spillway.wire.Slice;
import dev.spillway.wire.row.ChunkBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GeneratedRowsTest {
    private static final int ROWS = 2_000;
    private static final int CHUNK_BYTES = 4_096;

    @Test
    void theCheckersBytesAreThoseOfTheRowWriter() {
        Seeds.each(20, random -> {
            GeneratedRows rows = new GeneratedRows(random.nextLong(), 50, 4 * CHUNK_BYTES);
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            ChunkBuilder builder =
                    new ChunkBuilder(rows.schema(), Position.START, CHUNK_BYTES, rows.largeBytes(), () -> false);
            boolean cut = false;
            for (long n = 0; n < ROWS; n++) {
                rows.row(n).writeTo(expected);
                rows.write(n, builder);
                while (builder.isFull()) {
                    cut |= takeInto(written, builder) == 0;
                }
            }
            while (!builder.isEmpty()) {
                cut |= takeInto(written, builder) == 0;
            }
            assertEquals(Slice.of(expected.toByteArray()), Slice.of(written.toByteArray()));
            assertEquals(ROWS, builder.position().rows());
            assertTrue(cut, "no row was larger than a chunk");
        });
    }

    private static long takeInto(ByteArrayOutputStream written, ChunkBuilder builder) throws IOException {
        var chunk = builder.take();
        chunk.data().writeTo(written);
        return chunk.rowCount();
    }

    @Test
    void theCheckersBytesAreThoseOfProtobuf() {
        Seeds.each(20, random -> {
            GeneratedRows rows = new GeneratedRows(random.nextLong(), 20, 300);
            for (long n = 0; n < ROWS; n++) {
                assertEquals(protobufs(GeneratedRow.of(rows, n), rows.schema().message()), rows.row(n), "row " + n);
            }
        });
    }

    private static Slice protobufs(GeneratedRow row, Descriptor type) throws IOException {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type)
                .setField(type.findFieldByName("id"), row.id())
                .setField(type.findFieldByName("title"), row.title());
        if (row.score() != null) {
            message.setField(type.findFieldByName("score"), row.score());
        }
        if (row.payload() != null) {
            message.setField(
                    type.findFieldByName("payload"),
                    ByteString.copyFrom(row.payload().asByteBuffer()));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeMessage(1, message.build());
        out.flush();
        return Slice.of(bytes.toByteArray());
    }

    @Test
    void aRowFollowsFromSeedAndNumberAlone() {
        GeneratedRows rows = new GeneratedRows(7, 10, 100);
        assertEquals(rows.row(1_000_000_007), new GeneratedRows(7, 10, 100).row(1_000_000_007));
        assertNotEquals(rows.row(3), rows.row(4));
        assertNotEquals(rows.row(3), new GeneratedRows(8, 10, 100).row(3));
    }

    @Test
    void rowsAreOfManyKinds() {
        GeneratedRows rows = new GeneratedRows(1, 100, 1_000);
        List<GeneratedRow> some = LongStream.range(0, 10_000)
                .mapToObj(n -> GeneratedRow.of(rows, n))
                .toList();
        List<Slice> payloads = some.stream()
                .map(GeneratedRow::payload)
                .filter(Objects::nonNull)
                .toList();
        assertTrue(some.stream().anyMatch(row -> row.title().isEmpty()), "an empty title");
        assertTrue(some.stream().anyMatch(row -> row.title().length() > 127), "a long title");
        assertTrue(some.stream().anyMatch(row -> row.title().codePoints().anyMatch(c -> c > 0xFFFF)), "a title of any");
        assertTrue(some.stream().anyMatch(row -> row.score() == null), "a score that is NULL");
        assertTrue(some.stream().anyMatch(row -> row.score() != null && row.score() < 0), "a negative score");
        assertFalse(payloads.isEmpty());
        assertTrue(payloads.size() < 300, payloads.size() + " large rows");
        assertTrue(payloads.stream().allMatch(payload -> payload.length() >= 500 && payload.length() <= 1_000));
    }

    @Test
    void noRowIsLargeUnlessAskedFor() {
        GeneratedRows rows = new GeneratedRows(1);
        assertTrue(LongStream.range(0, 10_000)
                .allMatch(n -> GeneratedRow.of(rows, n).payload() == null));
    }

    @Test
    void refusesSizesBelowZero() {
        assertThrows(IllegalArgumentException.class, () -> new GeneratedRows(1, -1, 0));
        assertThrows(IllegalArgumentException.class, () -> new GeneratedRows(1, 0, -1));
    }
}
