package dev.spillway.load.rows;

import dev.spillway.wire.Position;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import tools.jackson.core.JacksonException;

/** A JSON array of rows in one body, the way of REST: nothing of it can be used before all of it is there and parsed. */
final class JsonBody implements Body {
    private final UnitCheck check;
    private final Position total;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean proven;

    JsonBody(UnitCheck check, Position total) {
        this.check = check;
        this.total = total;
    }

    @Override
    public int accept(byte[] array, int offset, int length) {
        bytes.write(array, offset, length);
        return 0;
    }

    @Override
    public boolean completesApart() {
        return true;
    }

    @Override
    public int complete(Map<String, String> trailers) throws Corrupt {
        byte[] body = bytes.toByteArray();
        List<Map<String, Object>> rows;
        try {
            rows = JsonRows.parse(body);
        } catch (JacksonException e) {
            throw new Corrupt(Fault.MALFORMED, "JSON: " + e.getOriginalMessage());
        }
        for (Map<String, Object> row : rows) {
            check.accept(JsonRows.print(row));
        }
        check.end();
        CRC32C crc = new CRC32C();
        crc.update(body);
        proven = Totals.content(trailers, total, body.length, crc);
        return rows.size();
    }

    @Override
    public boolean isProven() {
        return proven;
    }
}
