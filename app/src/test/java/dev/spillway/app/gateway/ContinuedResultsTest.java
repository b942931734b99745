package dev.spillway.app.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.client.SpillwayClient;
import dev.spillway.result.RunListener;
import dev.spillway.wire.ByteBudget;
import dev.spillway.wire.Caller;
import dev.spillway.wire.Frame;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Position;
import dev.spillway.wire.Query;
import dev.spillway.wire.ReadSpec;
import dev.spillway.wire.Reason;
import dev.spillway.wire.RenderingSpec;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.ResultState;
import dev.spillway.wire.Slice;
import dev.spillway.wire.Start;
import dev.spillway.wire.Value;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Results that are gone on with through gateways, of which none knows of another. */
@Timeout(120)
class ContinuedResultsTest {
    private static final Caller CURL = new Caller("anonymous", "curl");
    private static final long MANY = 200_000;

    private final List<Origins> opened = new ArrayList<>();

    @TempDir
    Path folder;

    private TestOrigin a;
    private TestOrigin b;
    private RoutedResults results;

    @BeforeEach
    void start() throws Exception {
        a = TestOrigin.start("a").keepingIn(folder.resolve("a")).serving("numbers");
        b = TestOrigin.start("b").keepingIn(folder.resolve("b")).serving("numbers");
        results = gateway(a.target(), b.target());
    }

    @AfterEach
    void stop() {
        opened.forEach(Origins::close);
        a.close();
        b.close();
    }

    private RoutedResults gateway(String... targets) throws Exception {
        ByteBudget budget = new ByteBudget(1 << 20, 64 << 10);
        Origins origins = Origins.start(
                List.of(targets).stream().map(Target::parse).toList(),
                host -> new InetAddress[] {InetAddress.getByAddress(new byte[] {127, 0, 0, 1})},
                target -> SpillwayClient.builder(target).prefetch(budget).failFast());
        opened.add(origins);
        origins.awaitFirstAnswers(Duration.ofSeconds(60));
        return new RoutedResults(origins, RunListener.NONE);
    }

    private TestOrigin of(ResultId id) {
        return id.owner().equals("a") ? a : b;
    }

    private TestOrigin other(TestOrigin than) {
        return than == a ? b : a;
    }

    private static Query query(long count, String requestId) {
        return new Query("numbers", Map.of("count", new Value.Int64(count)), requestId);
    }

    private ResultId complete(String requestId) throws ResultFailure {
        ResultId id = results.open(query(MANY, requestId), CURL).id();
        while (results.get(id, CURL).state() == ResultState.RUNNING) {
            Thread.onSpinWait();
        }
        return id;
    }

    @Test
    void anOriginThatComesBackIsGoneOnWith() throws Exception {
        ResultId id = complete("");
        TestOrigin origin = of(id);
        Position position = Position.START;
        int restarts = 0;
        try (FrameReader reader = results.read(ReadSpec.from(new Start.Row(id, 0)), CURL)) {
            Frame frame;
            do {
                frame = reader.next();
                if (frame instanceof Frame.Data data) {
                    assertEquals(position.bytes(), data.chunk().offset());
                    position = position.after(data.chunk());
                }
                if (position.rows() > (restarts + 1) * MANY / 4 && restarts < 3) {
                    origin.restart();
                    restarts++;
                }
            } while (!(frame instanceof Frame.End));
            assertEquals(MANY, position.rows());
            assertEquals(position, ((Frame.End) frame).total());
        }
        assertEquals(3, restarts);
    }

    @Test
    void aTokenLeadsToItsOriginThroughAnyGateway() throws Exception {
        for (int i = 0; i < 4; i++) {
            ResultId id = complete("");
            Slice token = Slice.EMPTY;
            try (FrameReader reader = results.read(ReadSpec.from(new Start.Row(id, 0)), CURL)) {
                while (token.isEmpty()) {
                    token = reader.next() instanceof Frame.Data data ? data.token() : Slice.EMPTY;
                }
            }
            RoutedResults second = gateway(b.target(), a.target());
            try (FrameReader reader = second.read(ReadSpec.from(new Start.Token(token)), CURL)) {
                Frame.Header header = (Frame.Header) reader.next();
                assertEquals(id, header.resultId());
                assertTrue(header.effective().rows() > 0);
            }
            RenderingSpec csv = new RenderingSpec(id, "csv", Map.of(), Optional.empty(), false);
            assertEquals(results.rendering(csv, CURL), second.rendering(csv, CURL));
        }
    }

    @Test
    void aNameHasOneHomeWhateverTheGateway() throws Exception {
        RoutedResults second = gateway(b.target(), a.target());
        Set<String> owners = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            ResultId id = results.open(query(3, "name" + i), CURL).id();
            assertEquals(id, second.open(query(3, "name" + i), CURL).id());
            assertEquals(id, second.find(query(3, "name" + i), CURL).id());
            owners.add(id.owner());
        }
        assertEquals(Set.of("a", "b"), owners);
        ResultFailure unknown = assertThrows(ResultFailure.class, () -> results.find(query(3, "new"), CURL));
        assertEquals(Reason.UNKNOWN_RESULT, unknown.reason());
    }

    @Test
    void aNameWhoseHomeIsDownIsNotOpenedElsewhere() throws Exception {
        ResultId id = results.open(query(3, "name"), CURL).id();
        TestOrigin home = of(id);
        home.kill();
        ResultFailure down = assertThrows(ResultFailure.class, () -> {
            try (FrameReader reader = results.read(query(3, "name"), CURL)) {
                reader.next();
            }
        });
        assertEquals(Reason.UNAVAILABLE, down.reason());
        assertTrue(other(home).started.isEmpty());
        ResultFailure notFound = assertThrows(ResultFailure.class, () -> results.find(query(3, "name"), CURL));
        assertEquals(Reason.UNAVAILABLE, notFound.reason());
        assertTrue(notFound.retryAfter().isPresent());
        home.restart();
        ResultFailure failure = notFound;
        while (failure.reason() == Reason.UNAVAILABLE) {
            try {
                assertEquals(id, results.find(query(3, "name"), CURL).id());
                return;
            } catch (ResultFailure e) {
                failure = e;
            }
        }
        throw failure;
    }

    @Test
    void whoseOriginIsDownIsUnavailableAndWhoseIsNotThereIsUnknown() throws Exception {
        ResultId id = complete("");
        of(id).kill();
        ResultFailure down = assertThrows(ResultFailure.class, () -> results.get(id, CURL));
        assertEquals(Reason.UNAVAILABLE, down.reason());
        assertTrue(down.retryAfter().isPresent());
        ResultId forgotten = ResultId.create(other(of(id)) == a ? "a" : "b");
        ResultFailure unknown = assertThrows(ResultFailure.class, () -> results.get(forgotten, CURL));
        assertEquals(Reason.UNKNOWN_RESULT, unknown.reason());
        ResultFailure nobody = assertThrows(ResultFailure.class, () -> results.get(ResultId.create("c"), CURL));
        assertEquals(Reason.UNKNOWN_RESULT, nobody.reason());
    }

    @Test
    void whatAnOriginThatNeverAnsweredMayHaveIsNotDecidedWithoutIt() throws Exception {
        b.kill();
        RoutedResults second = gateway(a.target(), b.target());
        ResultFailure named = assertThrows(ResultFailure.class, () -> second.open(query(3, "name"), CURL));
        assertEquals(Reason.UNAVAILABLE, named.reason());
        ResultFailure byId = assertThrows(ResultFailure.class, () -> second.get(ResultId.create("b"), CURL));
        assertEquals(Reason.UNAVAILABLE, byId.reason());
        assertEquals("a", second.open(query(3, ""), CURL).id().owner());
    }
}
