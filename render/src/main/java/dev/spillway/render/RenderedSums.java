package dev.spillway.render;

import dev.spillway.wire.Sha256;
import dev.spillway.wire.Slice;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Length and digests of a rendering, summed up as it is made. One thread. */
public final class RenderedSums {
    private final CRC32C crc32c = new CRC32C();
    private final @Nullable MessageDigest sha256;
    private long size;

    /** @param withSha256 whether that is wanted beside the CRC32C */
    public RenderedSums(boolean withSha256) {
        sha256 = withSha256 ? Sha256.newDigest() : null;
    }

    /** Takes the next bytes. */
    public void add(Slice rendered) {
        crc32c.update(rendered.array(), rendered.offset(), rendered.length());
        if (sha256 != null) {
            sha256.update(rendered.array(), rendered.offset(), rendered.length());
        }
        size += rendered.length();
    }

    /** Bytes so far. */
    public long size() {
        return size;
    }

    /** CRC32C of the bytes so far. */
    public int crc32c() {
        return (int) crc32c.getValue();
    }

    /** SHA-256 of all bytes, if it is wanted. Nothing is added afterwards. */
    public Optional<Slice> sha256() {
        return Optional.ofNullable(sha256).map(each -> Slice.of(each.digest()));
    }
}
