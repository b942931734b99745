package dev.spillway.load.run;

import dev.spillway.load.http2.Connection;
import dev.spillway.load.http2.Loop;
import dev.spillway.load.http2.Receiver;
import dev.spillway.load.http2.Request;
import dev.spillway.wire.Slice;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a server and waits for the whole answer: before a run, when nothing is measured. */
final class Asking implements AutoCloseable {
    private static final long WAIT_SECONDS = 60;

    private final Loop loop;
    private final Target target;
    private final Connection connection;

    /**
     * An answer; broken: why it is not whole, or empty.
     */
    record Answer(Map<String, String> headers, Slice body, Map<String, String> trailers, String broken) {}

    Asking(Loop loop, Target target) {
        this.loop = loop;
        this.target = target;
        connection = loop.connect(target.host(), target.port());
    }

    /** Asks, and waits at most a minute. */
    Answer ask(Request request) throws InterruptedException, LoadFailure {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        loop.execute(() -> connection.send(request, new Collector(answer)));
        try {
            return answer.get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new LoadFailure(target + ": no answer within " + WAIT_SECONDS + " s to " + request.path(), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        loop.execute(connection::close);
    }

    private static final class Collector implements Receiver {
        private final CompletableFuture<Answer> answer;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private Map<String, String> headers = Map.of();

        Collector(CompletableFuture<Answer> answer) {
            this.answer = answer;
        }

        @Override
        public void headers(Map<String, String> received) {
            headers = received;
        }

        @Override
        public boolean data(byte[] array, int offset, int length) {
            body.write(array, offset, length);
            return true;
        }

        @Override
        public void end(Map<String, String> trailers) {
            answer.complete(new Answer(headers, Slice.of(body.toByteArray()), trailers, ""));
        }

        @Override
        public void broken(String why) {
            answer.complete(new Answer(headers, Slice.of(body.toByteArray()), Map.of(), why));
        }
    }
}
