package dev.spillway.testkit;

import dev.spillway.wire.Slice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The values of one generated row. */
record GeneratedRow(
        long id,
        String title,
        @Nullable Long score,
        @Nullable Slice payload) {
    private static final int TITLE_BYTES = 60;

    static GeneratedRow of(GeneratedRows rows, long number) {
        Mix mix = new Mix(rows.seed(), number);
        String title = title(mix);
        // Shifted by any number of bits, so that varints of all lengths occur.
        Long score = mix.oneIn(4) ? null : mix.next() >> mix.below(Long.SIZE);
        boolean large = rows.largeEvery() > 0 && mix.oneIn(rows.largeEvery());
        Slice payload = large ? payload(mix, rows.largeBytes() - mix.below(rows.largeBytes() / 2 + 1)) : null;
        return new GeneratedRow(number, title, score, payload);
    }

    private static String title(Mix mix) {
        int bytes = mix.oneIn(16) ? 0 : mix.below(TITLE_BYTES + 1);
        if (mix.oneIn(64)) {
            bytes *= 8;
        }
        return mix.oneIn(6) ? anyText(mix, bytes) : ascii(mix, bytes);
    }

    private static String ascii(Mix mix, int length) {
        byte[] text = new byte[length];
        long draw = 0;
        for (int i = 0; i < length; i++) {
            draw = i % Long.BYTES == 0 ? mix.next() : draw >>> Byte.SIZE;
            text[i] = (byte) (' ' + (((draw & 0xFF) * 95) >>> 8));
        }
        return new String(text, StandardCharsets.US_ASCII);
    }

    private static String anyText(Mix mix, int bytes) {
        StringBuilder text = new StringBuilder(bytes);
        for (int left = bytes; left > 0; ) {
            int size = 1 + mix.below(Math.min(4, left));
            text.appendCodePoint(
                    switch (size) {
                        case 1 -> ' ' + mix.below(95);
                        case 2 -> 0x80 + mix.below(0x800 - 0x80);
                        case 3 -> 0x800 + mix.below(0xD800 - 0x800);
                        default -> 0x10000 + mix.below(0x110000 - 0x10000);
                    });
            left -= size;
        }
        return text.toString();
    }

    private static Slice payload(Mix mix, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.remaining() >= Long.BYTES) {
            bytes.putLong(mix.next());
        }
        while (bytes.hasRemaining()) {
            bytes.put((byte) mix.next());
        }
        return Slice.of(bytes.array());
    }
}
