package dev.spillway.wire.row;

/** Bytes that are no rows of their schema. Bytes that were checked against their checksum never lead here. */
public final class MalformedRow extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedRow(String message) {
        super(message);
    }
}
