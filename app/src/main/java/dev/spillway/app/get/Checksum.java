package dev.spillway.app.get;

import dev.spillway.wire.Crc32c;
import dev.spillway.wire.Slice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/** How many bytes there are, and their CRC32C. */
record Checksum(long length, int crc32c) {
    static final Checksum NOTHING = new Checksum(0, 0);

    private static final int BUFFER_BYTES = 256 << 10;

    /** Of the first bytes of a file: so many, or all where it is shorter. */
    static Checksum of(FileChannel file, long atMost) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        long length = 0;
        while (length < atMost) {
            buffer.clear().limit((int) Math.min(BUFFER_BYTES, atMost - length));
            int read = file.read(buffer, length);
            if (read < 0) {
                break;
            }
            crc.update(buffer.flip());
            length += read;
        }
        return new Checksum(length, (int) crc.getValue());
    }

    /** Of these bytes and others behind them. */
    Checksum and(Slice behind) {
        int both = Crc32c.combine(crc32c, behind.crc32c(), behind.length());
        return new Checksum(length + behind.length(), both);
    }

    /** In what kind this one differs from what was expected; empty if it does not. */
    String otherThan(Checksum expected) {
        if (length != expected.length) {
            return length + " bytes (expected: " + expected.length + ")";
        }
        return crc32c == expected.crc32c
                ? ""
                : "crc32c " + Crc32c.toHex(crc32c) + " (expected: " + Crc32c.toHex(expected.crc32c) + ")";
    }

    CheckedText addTo(CheckedText text) {
        return text.with("bytes", length).with("crc32c", Crc32c.toHex(crc32c));
    }

    static Checksum of(CheckedText.Values values) {
        return new Checksum(Long.parseLong(values.one("bytes")), Integer.parseUnsignedInt(values.one("crc32c"), 16));
    }
}
