package dev.spillway.load.rows;

import dev.spillway.wire.Crc32c;
import dev.spillway.wire.Position;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.Start;
import java.util.Map;
import java.util.Optional;

/** Messages of a typed method: one row each, or some rows each. */
final class TypedMessages implements GrpcBody.Messages {
    private final boolean oneRowEach;
    private final UnitCheck check;
    private final Position total;

    TypedMessages(boolean oneRowEach, UnitCheck check, Position total) {
        this.oneRowEach = oneRowEach;
        this.check = check;
        this.total = total;
    }

    @Override
    public int accept(byte[] array, int offset, int length) throws Corrupt {
        if (!oneRowEach) {
            return CanonicalRows.each(array, offset, length, check::accept);
        }
        check.accept(Crc32c.of(array, offset, length));
        return 1;
    }

    @Override
    public Optional<Start> rest(Map<String, String> headers) {
        return Optional.ofNullable(headers.get(Start.Row.RESULT_ID_HEADER))
                .map(id -> new Start.Row(ResultId.parse(id), check.next()));
    }

    @Override
    public void end() throws Corrupt {
        check.end();
    }

    @Override
    public boolean prove(Map<String, String> trailers) throws Corrupt {
        return Totals.canonical(trailers, total);
    }
}
