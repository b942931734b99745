package dev.spillway.render;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A text that is written over and over, in words of 8 bytes: for a few bytes, faster than a call that copies them. */
final class Ascii {
    private final byte[] words;
    private final int length;

    Ascii(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        this.length = bytes.length;
        this.words = Arrays.copyOf(bytes, (length + Out.WORD - 1) / Out.WORD * Out.WORD);
    }

    /** Writes it from {@code at} on; returns the index behind it. */
    int write(Out out, int at) {
        byte[] to = out.room(at, length);
        for (int i = 0; i < length; i += Out.WORD) {
            Words.put(Words.get(words, i), to, at + i);
        }
        return at + length;
    }
}
