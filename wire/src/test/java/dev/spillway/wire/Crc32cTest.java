package dev.spillway.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Crc32cTest {
    @Test
    void givesTheVectorsOfRfc3720() {
        assertEquals(0x8A9136AA, of(new byte[32]), "32 bytes of zeroes");
        byte[] ones = new byte[32];
        Arrays.fill(ones, (byte) 0xFF);
        assertEquals(0x62A8AB43, of(ones), "32 bytes of ones");
        byte[] up = new byte[32];
        byte[] down = new byte[32];
        for (int i = 0; i < 32; i++) {
            up[i] = (byte) i;
            down[i] = (byte) (31 - i);
        }
        assertEquals(0x46DD794E, of(up), "incrementing");
        assertEquals(0x113FDB5C, of(down), "decrementing");
        byte[] read = HexFormat.of()
                .parseHex("01c00000000000000000000000000000" + "14000000000004000000001400000018"
                        + "28000000000000000200000000000000");
        assertEquals(0xD9963A56, of(read), "an iSCSI read command");
        assertEquals(0xE3069283, of("123456789".getBytes(StandardCharsets.US_ASCII)), "the check value");
        assertEquals(0, of(new byte[0]), "nothing");
    }

    @Test
    void combinesToTheChecksumOfTheConcatenation() {
        Seeds.each(500, random -> {
            byte[] all = new byte[random.nextInt(1 + (1 << random.nextInt(17)))];
            random.nextBytes(all);
            int split = random.nextInt(all.length + 1);
            int a = Crc32c.of(all, 0, split);
            int b = Crc32c.of(all, split, all.length - split);
            assertEquals(of(all), Crc32c.combine(a, b, all.length - split));
        });
    }

    @Test
    void combinesAnyNumberOfPiecesInAnyGrouping() {
        Seeds.each(100, random -> {
            int a = random.nextInt();
            int b = random.nextInt();
            int c = random.nextInt();
            long lengthOfB = random.nextLong() >>> 2;
            long lengthOfC = random.nextLong() >>> 2;
            assertEquals(
                    Crc32c.combine(Crc32c.combine(a, b, lengthOfB), c, lengthOfC),
                    Crc32c.combine(a, Crc32c.combine(b, c, lengthOfC), lengthOfB + lengthOfC));
        });
    }

    @Test
    void combinesHugeLengthsAsManySmallOnesDo() {
        byte[] piece = new byte[1 << 20];
        piece[77] = 1;
        int crc = of(piece);
        long length = piece.length;
        for (int doubling = 0; doubling < 40; doubling++) {
            crc = Crc32c.combine(crc, crc, length);
            length *= 2;
        }
        int oneByOne = 0;
        for (int i = 0; i < 1 << 10; i++) {
            oneByOne = Crc32c.combine(oneByOne, of(piece), piece.length);
        }
        int doubled = of(piece);
        for (long size = piece.length; size < 1L << 30; size *= 2) {
            doubled = Crc32c.combine(doubled, doubled, size);
        }
        assertEquals(oneByOne, doubled, "a gigabyte, by doubling and piece by piece");
        assertEquals(1L << 60, length);
        assertEquals(crc, Crc32c.combine(0, crc, length), "an exabyte behind nothing");
    }

    @Test
    void nothingChangesNothing() {
        assertEquals(0x1234, Crc32c.combine(0x1234, 0, 0));
        assertEquals(0x1234, Crc32c.combine(0, 0x1234, 99));
    }

    @Test
    void refusesANegativeLength() {
        assertThrows(IllegalArgumentException.class, () -> Crc32c.combine(1, 2, -1));
    }

    @Test
    void showsEightHexDigits() {
        assertEquals("0000002a", Crc32c.toHex(42));
        assertEquals("e3069283", Crc32c.toHex(0xE3069283));
    }

    private static int of(byte[] bytes) {
        return Crc32c.of(bytes, 0, bytes.length);
    }

    @Test
    void aDigestIsTheBigEndianChecksumInBase64() {
        assertEquals("crc32c=:4waSgw==:", Crc32c.toDigest(0xE3069283));
        assertEquals("crc32c=:AAAAAA==:", Crc32c.toDigest(0));
    }
}
