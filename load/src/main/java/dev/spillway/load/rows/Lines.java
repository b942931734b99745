package dev.spillway.load.rows;

import java.util.zip.CRC32C;

/** Takes bytes apart into lines that end in LF, cut anywhere on their way; a fingerprint of each, without its LF. */
final class Lines {
    private final boolean quoted;
    private final CRC32C crc = new CRC32C();
    private boolean withinLine;
    private boolean withinQuotes;

    /** @param quoted whether LF between quotes belongs to a line (RFC 4180) */
    Lines(boolean quoted) {
        this.quoted = quoted;
    }

    /**
     * Takes the next bytes.
     *
     * @return lines that ended in them
     */
    int each(byte[] array, int offset, int length, CanonicalRows.Sink sink) throws Corrupt {
        int count = 0;
        int end = offset + length;
        int start = offset;
        for (int at = offset; at < end; at++) {
            byte here = array[at];
            if (here == '"' && quoted) {
                withinQuotes = !withinQuotes;
            } else if (here == '\n' && !withinQuotes) {
                crc.update(array, start, at - start);
                int print = (int) crc.getValue();
                crc.reset();
                start = at + 1;
                count++;
                sink.accept(print);
            }
        }
        crc.update(array, start, end - start);
        withinLine = start < end || (withinLine && count == 0);
        return count;
    }

    /** Whether the bytes so far end within a line. */
    boolean isWithinLine() {
        return withinLine;
    }
}
