package dev.spillway.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResumeTokenTest {
    private static ResumeToken token(Random random) {
        long bytes = random.nextLong() >>> (1 + random.nextInt(63));
        Position position = new Position(bytes, random.nextLong() >>> (1 + random.nextInt(63)), random.nextInt());
        long intoRow = random.nextBoolean() ? 0 : Math.min(bytes, random.nextInt(1 << 24));
        return new ResumeToken(ResultId.create("a".repeat(1 + random.nextInt(63))), position, intoRow);
    }

    @Test
    void comesBackAsItWas() {
        Seeds.each(1_000, random -> {
            ResumeToken token = token(random);
            assertEquals(token, ResumeToken.of(token.toBytes()));
            assertEquals(token.toBytes(), ResumeToken.fromText(ResumeToken.toText(token.toBytes())));
        });
    }

    @Test
    void everyChangedBitIsRefused() {
        Seeds.each(20, random -> {
            byte[] bytes = token(random).toBytes().toByteArray();
            for (int bit = 0; bit < bytes.length * 8; bit++) {
                byte[] damaged = bytes.clone();
                damaged[bit / 8] ^= (byte) (1 << (bit % 8));
                assertEquals(Reason.INVALID_TOKEN, refused(damaged).reason());
            }
        });
    }

    @Test
    void everyCutAndEveryTailIsRefused() {
        Seeds.each(20, random -> {
            byte[] bytes = token(random).toBytes().toByteArray();
            for (int length = 0; length < bytes.length + 300; length++) {
                if (length != bytes.length) {
                    assertEquals(
                            Reason.INVALID_TOKEN,
                            refused(Arrays.copyOf(bytes, length)).reason());
                }
            }
        });
    }

    @Test
    void anyBytesAreRefused() {
        Seeds.each(2_000, random -> {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[0] = 1;
            }
            assertEquals(Reason.INVALID_TOKEN, refused(bytes).reason());
        });
    }

    @Test
    void whatIsNoTextOfATokenIsRefused() {
        ResultFailure refused = assertThrows(ResultFailure.class, () -> ResumeToken.fromText("not/a token"));
        assertEquals(Reason.INVALID_TOKEN, refused.reason());
    }

    @Test
    void isNotShown() {
        ResumeToken token = token(new Random(1));
        assertFalse(token.toString().contains(token.result().random()));
        assertTrue(token.toString().contains(token.result().shortName()));
    }

    private static ResultFailure refused(byte[] bytes) {
        return assertThrows(ResultFailure.class, () -> ResumeToken.of(Slice.of(bytes)));
    }
}
