package dev.spillway.load.rows;

import java.util.Locale;

/** In which way what came is not what it should be. */
public enum Fault {
    /** A row did not come. */
    LOST,
    /** A row came again. */
    DOUBLED,
    /** A row came, behind one that follows it. */
    REORDERED,
    /** A row came that the result does not have. */
    ALTERED,
    /** The end came too soon, and said that all is well. */
    SHORT,
    /** Rows came behind the last one. */
    BEYOND_END,
    /** What the sender says of the whole, its count, length or checksum, is not what came; or a checksum of a part is wrong. */
    CHECKSUM,
    /** The bytes break the format that they are in. */
    MALFORMED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
