package dev.spillway.wire.row;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.UnknownFieldSet;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Seeds;
import dev.spillway.wire.Slice;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowReaderTest {
    @Test
    void readsWhatProtobufWrote() {
        Seeds.each(500, random -> {
            RandomRows rows = RandomRows.nested(random);
            RowReader reader = new RowReader(rows.schema());
            for (int slice = 0; slice < 3; slice++) {
                List<List<@Nullable Object>> values = rows.next(random.nextInt(30));
                reader.reset(embedded(rows.canonical(values), random));
                for (List<@Nullable Object> row : values) {
                    assertTrue(reader.next());
                    assertEquals(row, RandomRows.read(reader, rows.schema()));
                }
                assertFalse(reader.next());
                assertFalse(reader.next(), "the end stays the end");
            }
        });
    }

    @Test
    void givesTheMessageOfTheRow() {
        Seeds.each(100, random -> {
            RandomRows rows = RandomRows.nested(random);
            List<List<@Nullable Object>> values = rows.next(10);
            RowReader reader = new RowReader(rows.schema());
            reader.reset(embedded(rows.canonical(values), random));
            for (List<@Nullable Object> row : values) {
                assertTrue(reader.next());
                byte[] message =
                        Arrays.copyOfRange(reader.array(), reader.rowStart(), reader.rowStart() + reader.rowLength());
                assertArrayEquals(rows.message(row).toByteArray(), message);
            }
        });
    }

    /** A reader of an older schema, and fields in an order that only other writers choose. */
    @Test
    void skipsFieldsThatItDoesNotKnow() {
        Seeds.each(300, random -> {
            RandomRows rows = RandomRows.nested(random);
            List<@Nullable Object> row = rows.next();
            DynamicMessage known = rows.message(row);
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            unknown(random).writeTo(message);
            known.writeTo(message);
            unknown(random).writeTo(message);
            RowReader reader = new RowReader(rows.schema());
            reader.reset(delimited(message.toByteArray()));
            assertTrue(reader.next());
            assertEquals(row, RandomRows.read(reader, rows.schema()));
            assertFalse(reader.next());
        });
    }

    private static UnknownFieldSet unknown(Random random) {
        UnknownFieldSet.Builder fields = UnknownFieldSet.newBuilder();
        for (int left = random.nextInt(4); left > 0; left--) {
            UnknownFieldSet.Field.Builder field = UnknownFieldSet.Field.newBuilder();
            switch (random.nextInt(4)) {
                case 0 -> field.addVarint(random.nextLong());
                case 1 -> field.addFixed32(random.nextInt());
                case 2 -> field.addFixed64(random.nextLong());
                default -> field.addLengthDelimited(ByteString.copyFrom(new byte[random.nextInt(200)]));
            }
            fields.addField(100_000 + random.nextInt(1 << 20), field.build());
        }
        return fields.build();
    }

    @Test
    void corruptBytesAreMalformedOrOtherRowsAndNothingElse() {
        assertTimeoutPreemptively(
                Duration.ofMinutes(5),
                () -> Seeds.each(3_000, random -> {
                    RandomRows rows = RandomRows.nested(random);
                    RowReader reader = new RowReader(rows.schema());
                    byte[] bytes = rows.canonical(rows.next(1 + random.nextInt(6)));
                    for (int i = 0; i < 20; i++) {
                        walk(reader, rows.schema(), embedded(corrupted(bytes, random), random));
                    }
                }));
    }

    @Test
    void noiseIsMalformedOrRowsAndNothingElse() {
        Seeds.each(20_000, random -> {
            RandomRows rows = RandomRows.nested(random);
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            walk(new RowReader(rows.schema()), rows.schema(), delimited(noise));
        });
    }

    private static byte[] corrupted(byte[] bytes, Random random) {
        byte[] corrupt =
                random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes.clone();
        for (int left = 1 + random.nextInt(3); left > 0 && corrupt.length > 0; left--) {
            int at = random.nextInt(corrupt.length);
            corrupt[at] =
                    random.nextBoolean() ? (byte) random.nextInt() : (byte) (corrupt[at] ^ 1 << random.nextInt(8));
        }
        return corrupt;
    }

    private static void walk(RowReader reader, RowSchema schema, Slice bytes) {
        try {
            reader.reset(bytes);
            while (reader.next()) {
                for (Object value : RandomRows.read(reader, schema)) {
                    assertFalse(value instanceof Slice slice && slice.end() > bytes.end(), "reads behind its slice");
                }
            }
        } catch (MalformedRow expected) {
            assertFalse(String.valueOf(expected.getMessage()).isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0b00", // another tag
                "0a", // no length
                "0a01", // no row
                "0a80", // a length without end
                "0affffffffffffffffff01", // a negative length
                "0affffffffffffffffffff01", // a length of 11 bytes
                "0a0108", // no value
                "0a020880", // a value without end
                "0a0308808001", // a value that ends in the next row
                "0a03120561", // text beyond its row
                "0a0b12ffffffffffffffffff01", // text of negative length
                "0a0113", // a group
                "0a0114", // the end of a group
                "0a0117", // no wire type
                "0a021d00", // half a number
                "0a041a02088001", // an instant that ends within a number
                "0a0c1a0a08fff9c1cdfaffffff7f", // beyond the year 9999
                "0a081a0610ff93ebdc07", // a nanosecond too many
                "0a0d1a0b10ffffffffffffffffff01" // a negative nanosecond
            })
    void refuses(String hex) {
        RowSchema schema = RowSchema.derive("Row")
                .column("id", ColumnKind.INT64)
                .column("title", ColumnKind.STRING)
                .column("at", ColumnKind.TIMESTAMP)
                .build();
        RowReader reader = new RowReader(schema);
        reader.reset(Slice.of(HexFormat.of().parseHex(hex)));
        assertThrows(MalformedRow.class, () -> {
            while (reader.next()) {
                assertTrue(reader.rowLength() >= 0);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0a060a01610a0162", // well: two texts
                "0a0512030102030", // half a byte
                "0a030a0261", // a text that ends behind its list
                "0a04120180", // a number without end
                "0a06120101120102", // a list in two parts
                "0a0812010112020304" // a list in two parts
            })
    void refusesListsThatAreNone(String hex) {
        RowSchema schema = RowSchema.derive("Row")
                .list("texts", ColumnKind.STRING)
                .list("numbers", ColumnKind.INT64)
                .build();
        boolean good = hex.equals("0a060a01610a0162");
        RowReader reader = new RowReader(schema);
        reader.reset(Slice.of(HexFormat.of().parseHex(hex.length() % 2 == 0 ? hex : hex + "0")));
        if (good) {
            assertTrue(reader.next());
            assertEquals(List.of(List.of("a", "b"), List.of()), RandomRows.read(reader, schema));
            assertEquals(List.of(List.of("a", "b"), List.of()), RandomRows.read(reader, schema), "again");
        } else {
            assertThrows(MalformedRow.class, () -> {
                while (reader.next()) {
                    RandomRows.read(reader, schema);
                }
            });
        }
    }

    private static Slice delimited(byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x0A);
        for (int rest = message.length; ; rest >>>= 7) {
            out.write(rest < 0x80 ? rest : rest | 0x80);
            if (rest < 0x80) {
                break;
            }
        }
        out.writeBytes(message);
        return Slice.of(out.toByteArray());
    }

    /** The bytes in the midst of others. */
    private static Slice embedded(byte[] bytes, Random random) {
        int before = random.nextInt(20);
        byte[] array = new byte[before + bytes.length + random.nextInt(20)];
        random.nextBytes(array);
        System.arraycopy(bytes, 0, array, before, bytes.length);
        return Slice.of(array, before, bytes.length);
    }
}
