package dev.spillway.result.rendering;

import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.RenderingInfo;
import dev.spillway.wire.RenderingInfo.Place;
import dev.spillway.wire.RenderingInfo.Section;
import dev.spillway.wire.RenderingSpec.ByteRange;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;
import java.util.Optional;

/** A rendering of a complete result: its length and checksums, and where its bytes lie in the result. Any thread. */
public final class RenderingIndex {
    private final long size;
    private final int crc32c;
    private final Optional<Slice> sha256;
    private final Position total;
    private final Places places;

    RenderingIndex(long size, int crc32c, Optional<Slice> sha256, Position total, Places places) {
        this.size = size;
        this.crc32c = crc32c;
        this.sha256 = sha256;
        this.total = total;
        this.places = places;
    }

    /**
     * What is known, and where those bytes lie.
     *
     * @throws ResultFailure OUT_OF_RANGE: they end beyond the rendering
     */
    public RenderingInfo info(Optional<ByteRange> find) throws ResultFailure {
        if (find.isEmpty()) {
            return new RenderingInfo(size, crc32c, sha256, total, Optional.empty());
        }
        ByteRange bytes = find.get();
        if (bytes.last() >= size) {
            throw new ResultFailure(
                    Reason.OUT_OF_RANGE,
                    "find_byte: " + bytes.first() + " to " + bytes.last() + " (expected: less than " + size
                            + ", the length)");
        }
        Place end = new Place(total, size);
        Section section = new Section(places.before(bytes.first()), places.behind(bytes.last(), end));
        return new RenderingInfo(size, crc32c, sha256, total, Optional.of(section));
    }
}
