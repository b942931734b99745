package dev.spillway.load.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.spillway.load.run.SampleResult;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdTest {
    private static List<String> failures(String text) {
        return Threshold.parse(text).failures(SampleResult.get());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rest.ttfr.p50>51ms         | ",
                "rest.ttfr.p50>=49ms        | rest: 50 ms",
                "rest.ttfr.p99 > 0.05s      | rest: 100 ms",
                "rest.ttfr.p99>200000us     | ",
                "rest.header.mean<6ms       | rest: 5.5 ms",
                "rest.completion.max<=200ms | ",
                "rest.completion.max<=201ms | rest: 200 ms",
                "rest.completion.min<21ms   | rest: 20 ms",
                "rest.rows_per_s<500        | ",
                "rest.rows_per_s<=500       | rest: 500",
                "rest.rows_per_s<1e3        | rest: 500",
                "rest.mb_per_s<1            | rest: 0.0125",
                "rest.errors>0              | ",
                "native.errors>1            | native: 2",
                "native.corrupt>0           | native: 1",
                "native.stalls>0            | native: 1",
                "native.late>3              | ",
                "native.not_started>1       | native: 2",
                "native.unfinished>3        | native: 4",
                "rest.server_peak_mib>255   | rest: 256",
                "rest.server_cpu_s_per_m_rows>499 | rest: 500"
            })
    void tellsWhereItHolds(String condition, @Nullable String failure) {
        List<String> expected = failure == null ? List.of() : List.of(condition + ": " + failure);
        assertEquals(expected, failures(condition));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unary.ttfr.p99>50ms        | unary.ttfr.p99>50ms: unary: not measured",
                "http-csv.ttfr.p99>50ms     | http-csv.ttfr.p99>50ms: http-csv: not measured",
                "native.server_peak_mib>1e9 | native.server_peak_mib>1e9: native: not measured",
                "rest.gap.p99>1s            | rest.gap.p99>1s: rest: not measured"
            })
    void whatIsNamedAndWasNotMeasuredFails(String condition, String failure) {
        assertEquals(List.of(failure), failures(condition));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Of all that ran; gaps of streams only.
                "ttfr.p99>50ms | ttfr.p99>50ms: rest: 100 ms, ttfr.p99>50ms: native: 100 ms",
                "gap.p50>1ms   | gap.p50>1ms: native: 3 ms",
                "errors>0      | errors>0: native: 2"
            })
    void withoutAScenarioItIsAskedOfEachThatRan(String condition, String failures) {
        assertEquals(failures, String.join(", ", failures(condition)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                | such as 'ttfr.p99>50ms', 'native.rows_per_s<1000000' or 'errors>0'",
                "ttfr.p99=50ms     | such as 'ttfr.p99>50ms', 'native.rows_per_s<1000000' or 'errors>0'",
                "ttfr.p99>-1ms     | such as 'ttfr.p99>50ms', 'native.rows_per_s<1000000' or 'errors>0'",
                "ttfr>50ms         | ttfr with a statistic and a unit, such as 'ttfr.p99>50ms'",
                "gap.p99>50        | gap with a statistic and a unit, such as 'gap.p99>50ms'",
                "ttfr.p101>50ms    | a percentile of at most 100",
                "errors.p99>1      | errors as a plain number",
                "errors>1s         | errors as a plain number",
                "soap.errors>1     | a scenario, not 'soap'"
            })
    void refusesWhatIsNoCondition(String condition, String expected) {
        assertEquals(
                "'" + condition + "' (expected: " + expected + ")",
                assertThrows(IllegalArgumentException.class, () -> Threshold.parse(condition))
                        .getMessage());
    }
}
