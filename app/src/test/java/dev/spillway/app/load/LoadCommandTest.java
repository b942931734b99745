package dev.spillway.app.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class LoadCommandTest {
    private final StringWriter err = new StringWriter();

    private int execute(String... arguments) {
        return new CommandLine(new LoadCommand())
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--users=0            | --users: 0 (expected: 1 or more)",
                "--spawn-rate=0       | --spawn-rate: 0.0 (expected: more than 0)",
                "--spawn-rate=NaN     | --spawn-rate: NaN (expected: more than 0)",
                "--rate=-1            | --rate: -1.0 (expected: more than 0)",
                "--max-results=-1     | --max-results: -1 (expected: 0 or more)",
                "--threads=0          | --threads: 0 (expected: 1 or more)",
                "--run-time=soon      | --run-time: 'soon' (expected: a time such as 30s, 5m, 1h30m or 500ms)",
                "--run-time=3s        | --run-time: 3 s (expected: at least 11.5 s, 4.5 s of it until all users are there)",
                "--scenarios=soap     | --scenarios: 'soap' (expected: rest, unary, stream-row, stream-batch, native, http-ndjson, http-csv)",
                "--origin=nowhere     | --origin: 'nowhere' (expected: HOST:PORT)",
                "--gateway=here:99999 | --gateway: 'here:99999' (expected: HOST:PORT)",
                "--readers=slow       | --readers: 'slow' (expected: paced=20%@1MB for bytes a second, frozen=10%@5s, killed=10% or resumed=10%)",
                "--fail-if=fast       | --fail-if: 'fast' (expected: such as 'ttfr.p99>50ms', 'native.rows_per_s<1000000' or 'errors>0')",
                "-pmax_results        | -p: 'max_results' (expected: name=value)",
                "--server-pid=999999999 | --server-pid: 999999999 (expected: a process of this machine)"
            })
    void usageNamesTheValueAndWhatWasExpected(String argument, String message) {
        assertEquals(2, execute(argument));
        assertTrue(err.toString().startsWith(message), err::toString);
    }

    @Test
    void nobodyThereIsAFailureThatNamesTheTarget() {
        assertEquals(1, execute("--origin=localhost:1", "--run-time=20s"));
        assertTrue(err.toString().startsWith("spillway load: UNAVAILABLE: localhost:1: "), err::toString);
    }
}
