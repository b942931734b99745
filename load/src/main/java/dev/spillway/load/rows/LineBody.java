package dev.spillway.load.rows;

import dev.spillway.wire.Position;
import java.util.Map;
import java.util.zip.CRC32C;

/** An HTTP body of lines: NDJSON, or CSV with its names first, in which a line break may stand in quotes. */
final class LineBody implements Body {
    private final Lines lines;
    private final UnitCheck check;
    private final Position total;
    private final CRC32C crc = new CRC32C();
    private long bytes;
    private int headsLeft;
    private boolean proven;

    LineBody(Lines lines, int headLines, UnitCheck check, Position total) {
        this.lines = lines;
        this.check = check;
        this.total = total;
        headsLeft = headLines;
    }

    @Override
    public int accept(byte[] array, int offset, int length) throws Corrupt {
        bytes += length;
        crc.update(array, offset, length);
        int found = lines.each(array, offset, length, check::accept);
        int heads = Math.min(headsLeft, found);
        headsLeft -= heads;
        return found - heads;
    }

    @Override
    public int complete(Map<String, String> trailers) throws Corrupt {
        if (lines.isWithinLine()) {
            throw new Corrupt(Fault.SHORT, "the end within a line, without an error");
        }
        check.end();
        proven = Totals.content(trailers, total, bytes, crc);
        return 0;
    }

    @Override
    public boolean isProven() {
        return proven;
    }
}
