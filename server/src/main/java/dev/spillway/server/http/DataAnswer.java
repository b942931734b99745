package dev.spillway.server.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import dev.spillway.server.http.Target.Wanted;
import dev.spillway.server.net.Outbound;
import dev.spillway.server.net.Pump;
import dev.spillway.wire.Caller;
import dev.spillway.wire.Query;
import dev.spillway.wire.ReadSpec;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.Results;
import dev.spillway.wire.Slice;
import dev.spillway.wire.Start;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Answers one request for data: opens a result or finds it, and sends what is wanted of it. */
final class DataAnswer {
    private final Results results;
    private final Duration commitAfter;
    private final ScheduledExecutorService timer;
    private final Target target;
    private final HttpRequest request;
    private final Caller caller;
    private final Outbound out;

    /** @param commitAfter when the status leaves at the latest, and how long a known result is waited for */
    DataAnswer(
            Results results,
            Duration commitAfter,
            ScheduledExecutorService timer,
            Target target,
            HttpRequest request,
            Caller caller,
            Outbound out) {
        this.results = results;
        this.commitAfter = commitAfter;
        this.timer = timer;
        this.target = target;
        this.request = request;
        this.caller = caller;
        this.out = out;
    }

    void send() throws ResultFailure {
        switch (target.wanted()) {
            case Wanted.Fresh fresh -> open(fresh.query(), Part.NEW);
            case Wanted.Named named -> {
                Optional<ResultId> existing = existing(named.query());
                if (existing.isPresent()) {
                    known(existing.get());
                } else {
                    requireFirst(named.query());
                    open(named.query(), Part.WHOLE);
                }
            }
            case Wanted.Known known -> known(known.result());
            case Wanted.Rest rest -> rest(rest);
        }
    }

    private boolean isHead() {
        return request.method() == HttpMethod.HEAD;
    }

    private void open(Query query, Part part) throws ResultFailure {
        if (isHead()) {
            var _ = results.stream(query.stream(), caller);
            out.respond(target.representation().headers(), Slice.EMPTY);
        } else {
            stream(new Start.New(query), part);
        }
    }

    private void known(ResultId result) throws ResultFailure {
        KeptAnswer answer = new KeptAnswer(results, commitAfter, result, target.representation(), caller, out);
        if (!answer.to(request)) {
            stream(new Start.Row(result, 0), Part.WHOLE);
        }
    }

    private void rest(Wanted.Rest rest) throws ResultFailure {
        if (isHead()) {
            var _ = results.get(rest.result(), caller);
            out.respond(target.representation().headers(), Slice.EMPTY);
        } else {
            stream(rest.start(), rest.part());
        }
    }

    private void stream(Start start, Part part) throws ResultFailure {
        RenderExchange exchange = new RenderExchange(target.representation(), part, out, target.tee());
        Pump.start(results.read(ReadSpec.from(start), caller), exchange, out);
        var commit = timer.schedule(exchange::commit, commitAfter.toNanos(), TimeUnit.NANOSECONDS);
        out.whenOver(() -> commit.cancel(false));
    }

    private Optional<ResultId> existing(Query query) throws ResultFailure {
        try {
            return Optional.of(results.find(query, caller).id());
        } catch (ResultFailure e) {
            if (e.reason() == Reason.UNKNOWN_RESULT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Who has a part of a result already must not get the rest of another one. */
    private void requireFirst(Query query) throws ResultFailure {
        String ifMatch = request.headers().get(HttpHeaderNames.IF_MATCH);
        if (ifMatch != null) {
            throw KeptAnswer.notThatOne(ifMatch, "none: there is no result yet");
        }
        Optional<String> range = ByteRanges.in(request.headers());
        if (request.method() == HttpMethod.GET
                && range.isPresent()
                && !range.get().strip().matches("0 *-.*")
                && !request.headers().contains(HttpHeaderNames.IF_RANGE)) {
            throw new ResultFailure(
                    Reason.UNKNOWN_RESULT,
                    "as: " + query.requestId()
                            + ": no such result, or not any more (expected: one that Range: bytes=" + range.get()
                            + " goes on with)");
        }
    }
}
