package dev.spillway.wire;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is true of a result at one moment.
 *
 * @param position what exists so far; of a complete result, its end
 * @param leaseExpiry when the origin may forget the result if nobody reads it
 * @param failure why it failed, of a failed result only
 */
public record ResultInfo(
        ResultId id,
        String stream,
        ResultState state,
        Position position,
        Replay replay,
        OptionalLong estimatedRows,
        Optional<Instant> leaseExpiry,
        Optional<ResultFailure> failure) {
    /** The same result in another state, so far. */
    public ResultInfo with(ResultState now, Position soFar, Optional<ResultFailure> why) {
        return new ResultInfo(id, stream, now, soFar, replay, estimatedRows, leaseExpiry, why);
    }

    /** The same with that lease. */
    public ResultInfo withLease(Instant expiry) {
        return new ResultInfo(id, stream, state, position, replay, estimatedRows, Optional.of(expiry), failure);
    }
}
