package dev.spillway.sql.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.DynamicMessage;
import dev.spillway.source.Arguments;
import dev.spillway.source.Source;
import dev.spillway.sql.ExpectedRow;
import dev.spillway.sql.Reading;
import dev.spillway.sql.SqlRefused;
import dev.spillway.wire.Column;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists and arrays hold what single values of the same type are, and keep to their rows. */
class DuckDbListsTest {
    private static DuckDbDatabase database;

    @BeforeAll
    static void open() throws SqlRefused {
        database = DuckDbDatabase.open("lists", DuckDbSettings.DEFAULTS);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static Source query(String sql) throws SqlRefused {
        return database.query("lists", sql, List.of(), Optional.empty());
    }

    private static List<Object> list(DynamicMessage row, String column) throws Exception {
        return ((List<?>) Reading.value(row, column))
                .stream().map(DuckDbTypesTest::plain).toList();
    }

    @ParameterizedTest
    @MethodSource("dev.spillway.sql.duckdb.DuckDbTypesTest#values")
    void aListHoldsValuesOfEveryTypeAsTheyAre(String type, ColumnKind kind, String literal, Object expected)
            throws Exception {
        String value = "'" + literal + "'::" + type;
        Source source = query("SELECT l, a FROM (VALUES (0, [" + value + "], [" + value + ", " + value + "]::" + type
                + "[2]), (1, [], [" + value + ", " + value + "]), (2, [" + value + ", " + value + "], [" + value + ", "
                + value + "])) t(i, l, a) ORDER BY i");
        for (Column column : Reading.schema(source).columns()) {
            assertEquals(kind + " true", column.kind() + " " + column.repeated(), column.name());
        }
        List<DynamicMessage> rows = Reading.rows(source, Arguments.NONE);
        assertEquals(List.of(expected), list(rows.get(0), "l"));
        assertEquals(List.of(), list(rows.get(1), "l"));
        assertEquals(List.of(expected, expected), list(rows.get(2), "l"));
        for (DynamicMessage row : rows) {
            assertEquals(List.of(expected, expected), list(row, "a"));
        }
    }

    @Test
    void listsOfManyRowsKeepToTheirRows() throws Exception {
        Source source = database.query(
                "lists",
                "SELECT range(i % 4) AS r, list_transform(range(i % 3), lambda x: repeat('x', x::INTEGER)) AS t, "
                        + "[i, -i]::BIGINT[2] AS a FROM range(10000) s(i) ORDER BY i",
                List.of(),
                Optional.empty());
        List<DynamicMessage> rows = Reading.rows(source, Arguments.NONE);
        assertEquals(10_000, rows.size());
        for (int i = 0; i < rows.size(); i++) {
            assertEquals(List.of(0L, 1L, 2L).subList(0, i % 4), Reading.value(rows.get(i), "r"));
            assertEquals(List.of("", "x").subList(0, i % 3), Reading.value(rows.get(i), "t"));
            assertEquals(List.of((long) i, (long) -i), Reading.value(rows.get(i), "a"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CASE WHEN i <> 4321 THEN [i] END              | NULL (expected: a list; coalesce makes it an empty one)",
                "(CASE WHEN i <> 4321 THEN [i] END)::BIGINT[1] | NULL (expected: a list; coalesce makes it an empty one)",
                "CASE WHEN i % 2 = 0 THEN [] WHEN i <> 4321 THEN [i, i] ELSE [i, NULL] END "
                        + "| NULL in a list (expected: a value; leave NULL out, or coalesce it)",
                "[i, CASE WHEN i <> 4321 THEN i END]::BIGINT[2] "
                        + "| NULL in a list (expected: a value; leave NULL out, or coalesce it)"
            })
    void nullFailsTheResultWithItsRowAmongMany(String list, String words) throws Exception {
        Source source = query("SELECT " + list + " AS v FROM range(10000) r(i)");
        ResultFailure failure = assertThrows(ResultFailure.class, () -> Reading.rows(source, Arguments.NONE));
        assertEquals("row 4321, column v: " + words, failure.getMessage());
    }

    @Test
    void whatACoalesceMakesOfNullArrives() throws Exception {
        RowSchema row = RowSchema.derive("Given").list("v", ColumnKind.SFIXED64).build();
        Source source = database.query(
                "lists",
                "SELECT coalesce(CASE WHEN i = 1 THEN [i, i] END, []) AS v FROM range(3) r(i)",
                List.of(),
                Optional.of(ExpectedRow.of(row)));
        List<DynamicMessage> rows = Reading.rows(source, Arguments.NONE);
        assertEquals(List.of(), list(rows.get(0), "v"));
        assertEquals(List.of(1L, 1L), list(rows.get(1), "v"));
        assertEquals(List.of(), list(rows.get(2), "v"));
    }
}
