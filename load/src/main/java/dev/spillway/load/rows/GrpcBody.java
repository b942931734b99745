package dev.spillway.load.rows;

import dev.spillway.wire.Start;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * A gRPC body: messages behind a prefix of five bytes each, cut anywhere on their way. A message that came in one piece
 * is not copied.
 *
 * <p>Source of the format: gRPC over HTTP/2, "Length-Prefixed-Message".
 */
final class GrpcBody implements Body {
    private static final int PREFIX = 5;
    /** The length of a message whose prefix is not there as a whole. */
    private static final int CUT = Integer.MAX_VALUE;

    /** What takes the messages. */
    interface Messages {
        /**
         * Takes a message, whose bytes are the caller's again afterwards.
         *
         * @return rows in it
         */
        int accept(byte[] array, int offset, int length) throws Corrupt;

        /** Where the rest has to start, of which nothing was taken; empty if nobody can say. */
        Optional<Start> rest(Map<String, String> headers);

        /** Takes the end. */
        void end() throws Corrupt;

        /**
         * Compares the sender's own account with what came.
         *
         * @return whether there was one that proves the whole
         */
        boolean prove(Map<String, String> trailers) throws Corrupt;
    }

    private final Messages messages;
    private byte[] pending = new byte[PREFIX];
    private int pendingLength;
    private boolean proven;

    GrpcBody(Messages messages) {
        this.messages = messages;
    }

    @Override
    public int accept(byte[] array, int offset, int length) throws Corrupt {
        int rows = 0;
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int message = pendingLength == 0 && end - at >= PREFIX ? messageLength(array, at) : CUT;
            if (message <= end - at - PREFIX) {
                rows += messages.accept(array, at + PREFIX, message);
                at += PREFIX + message;
            } else {
                int needed = pendingLength < PREFIX ? PREFIX : PREFIX + messageLength(pending, 0);
                int taken = Math.min(needed - pendingLength, end - at);
                keep(array, at, taken, needed);
                at += taken;
                if (pendingLength >= PREFIX && pendingLength == PREFIX + messageLength(pending, 0)) {
                    pendingLength = 0;
                    rows += messages.accept(pending, PREFIX, messageLength(pending, 0));
                }
            }
        }
        return rows;
    }

    private void keep(byte[] array, int at, int taken, int needed) {
        if (pending.length < needed) {
            pending = Arrays.copyOf(pending, Math.max(needed, pending.length * 2));
        }
        System.arraycopy(array, at, pending, pendingLength, taken);
        pendingLength += taken;
    }

    private static int messageLength(byte[] array, int at) throws Corrupt {
        int length = (array[at + 1] & 0xFF) << 24
                | (array[at + 2] & 0xFF) << 16
                | (array[at + 3] & 0xFF) << 8
                | (array[at + 4] & 0xFF);
        if (array[at] != 0 || length < 0) {
            throw new Corrupt(
                    Fault.MALFORMED,
                    "prefix of a message: flag " + array[at] + ", length " + Integer.toUnsignedString(length)
                            + " (expected: flag 0, for not compressed, and less than 2 GiB)");
        }
        return length;
    }

    @Override
    public Optional<Start> rest(Map<String, String> headers) {
        pendingLength = 0;
        return messages.rest(headers);
    }

    @Override
    public int complete(Map<String, String> trailers) throws Corrupt {
        if (pendingLength > 0) {
            throw new Corrupt(Fault.SHORT, "the end within a message, without an error");
        }
        messages.end();
        proven = messages.prove(trailers);
        return 0;
    }

    @Override
    public boolean isProven() {
        return proven;
    }
}
