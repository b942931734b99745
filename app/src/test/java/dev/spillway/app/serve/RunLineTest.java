package dev.spillway.app.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spillway.result.RunEnd;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.WaitingFor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RunLineTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-31T12:00:00Z"), ZoneOffset.UTC);
    private static final String LIVE = "12:00:00  7f3a  books  ";
    private static final String WHO = "  user_id=1, max_results=4000000  curl";
    private static final String START = "12:00:00  7f3a  books" + WHO + "  ";

    private final FakeRun run = new FakeRun(OptionalLong.of(4_000_000));
    private final RunLine line = new RunLine(run, NOON);

    @Test
    void aStartSaysWhoReadsWhat() {
        assertEquals(START + "started", line.started());
    }

    @Test
    void progressTellsShareRateAndTheTimeThatIsLeft() {
        run.at(1_000_000, Duration.ofSeconds(1), WaitingFor.READER);
        assertEquals(LIVE + " 25 %  1,000,000 rows  1.0 M/s  ETA 3 s  waiting for reader" + WHO, line.progress());
    }

    @Test
    void theRateIsThatOfNowMoreThanThatOfLongAgo() {
        run.at(1_000_000, Duration.ofSeconds(1), WaitingFor.SOURCE);
        line.progress();
        run.at(1_000_000, Duration.ofSeconds(2), WaitingFor.SOURCE);
        assertEquals(LIVE + " 25 %  1,000,000 rows  750,000 /s  ETA 4 s  waiting for source" + WHO, line.progress());
    }

    @Test
    void withoutAnEstimateThereIsNoShare() {
        FakeRun unknown = new FakeRun(OptionalLong.empty());
        unknown.at(10, Duration.ofSeconds(1), WaitingFor.BUDGET);
        assertEquals(LIVE + "10 rows  10 /s  waiting for budget" + WHO, new RunLine(unknown, NOON).progress());
    }

    @Test
    void aCompleteResultIsShownWithItsTotals() {
        run.at(1, Duration.ofMillis(1_260), WaitingFor.READER);
        assertEquals(
                START + "1 row  2.6 MB  1.3 s  complete  0000002a",
                line.ended(new RunEnd.Complete(new Position(2_554_918, 1, 42))));
    }

    @Test
    void aFailureIsShownWithItsReasonAndPlace() {
        run.at(5_000_000, Duration.ofSeconds(1), WaitingFor.SOURCE);
        assertEquals(
                START + "FAILED  SOURCE_FAILED  after 5,000,000 rows: division by zero",
                line.ended(new RunEnd.Failed(new ResultFailure(Reason.SOURCE_FAILED, "division by zero"))));
    }

    @Test
    void aReadThatWentOnSaysFromWhere() {
        run.from(new Position(1_554_918, 1_000_000, 7));
        run.at(3_000_000, Duration.ofSeconds(1), WaitingFor.READER);
        assertEquals(LIVE + " 75 %  3,000,000 rows  2.0 M/s  ETA 1 s  waiting for reader" + WHO, line.progress());
        assertEquals(
                START + "from row 1,000,000  4,000,000 rows  1.0 MB  1.0 s  complete  0000002a",
                line.ended(new RunEnd.Complete(new Position(2_554_918, 4_000_000, 42))));
    }

    @Test
    void aReaderThatLeftIsShown() {
        run.at(12, Duration.ofSeconds(1), WaitingFor.READER);
        assertEquals(START + "reader left after 12 rows", line.ended(new RunEnd.ReaderLeft()));
    }
}
