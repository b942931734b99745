package dev.spillway.load.run;

import dev.spillway.load.http2.Request;
import dev.spillway.load.pace.Pacer;
import dev.spillway.load.rows.Reference;
import dev.spillway.wire.Start;
import java.util.Map;
import java.util.Optional;

/**
 * What one turn does.
 *
 * @param reference what each result should be
 * @param startNanos when it begins, in the time of the loops
 * @param lengthNanos for how long results are started
 * @param graceNanos for how long results that are on their way may go on after that
 * @param arrivals starts of all lanes together; empty: each user starts the next result when it has the last one
 * @param stallNanos beyond this, a gap is a stall
 */
record Turn(
        Scenario scenario,
        Request request,
        Reference reference,
        long startNanos,
        long lengthNanos,
        long graceNanos,
        Optional<Pacer> arrivals,
        long stallNanos) {
    /** Asks for the rest of a result: of a typed method by two headers beside the same request. */
    Request rest(Start start) {
        return scenario.isTyped() && start instanceof Start.Row row
                ? request.with(Map.of(
                        Start.Row.RESULT_ID_HEADER,
                        row.result().text(),
                        Start.Row.ROW_HEADER,
                        Long.toString(row.row())))
                : Requests.read(start);
    }

    long endNanos() {
        return startNanos + lengthNanos;
    }
}
