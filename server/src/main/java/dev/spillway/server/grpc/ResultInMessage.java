package dev.spillway.server.grpc;

import dev.spillway.wire.Chunk;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A whole result in one message, which leaves once the result is known to be complete. */
final class ResultInMessage extends TypedAnswer {
    private final List<Slice> parts = new ArrayList<>();
    private final String otherwise;
    private int length;

    /** @param streaming full name of a method that has no limit, if there is one */
    ResultInMessage(int maxMessageBytes, Optional<String> streaming) {
        super(maxMessageBytes);
        otherwise = streaming.map(name -> "; without a limit: " + name).orElse("");
        parts.add(Slice.EMPTY);
    }

    /** As a method of a stock server has it: a failure is the only thing that is sent. */
    @Override
    public boolean sendsHeadersAtOnce() {
        return false;
    }

    @Override
    Slice[] rows(Chunk chunk) throws ResultFailure {
        requireFits("result", (long) length + chunk.data().length(), otherwise);
        length += chunk.data().length();
        parts.add(chunk.data());
        return NONE;
    }

    @Override
    Slice[] end() {
        parts.set(0, prefix(length));
        return parts.toArray(Slice[]::new);
    }
}
