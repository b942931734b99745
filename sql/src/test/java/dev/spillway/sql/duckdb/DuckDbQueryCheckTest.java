package dev.spillway.sql.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.source.Arguments;
import dev.spillway.source.Source;
import dev.spillway.sql.ExpectedRow;
import dev.spillway.sql.Reading;
import dev.spillway.sql.SqlRefused;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.ParameterType;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Value;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a query is said before anything runs. */
class DuckDbQueryCheckTest {
    private static final RowSchema BOOK = RowSchema.derive("Book")
            .column("id", ColumnKind.INT32)
            .column("title", ColumnKind.STRING)
            .column("sold", ColumnKind.TIMESTAMP)
            .build();

    private static DuckDbDatabase database;

    @BeforeAll
    static void open() throws SqlRefused {
        database = DuckDbDatabase.open(
                "shelf", DuckDbSettings.DEFAULTS.withInit("CREATE TABLE books (id INTEGER, title VARCHAR);"));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static Parameter parameter(String name, ParameterType type, Value defaultValue) {
        return new Parameter(name, type, defaultValue, Optional.empty(), Optional.empty());
    }

    private static List<String> problems(String sql, Optional<RowSchema> row, Parameter... parameters) {
        return assertThrows(
                        SqlRefused.class,
                        () -> database.query("books", sql, List.of(parameters), row.map(ExpectedRow::of)))
                .problems();
    }

    private static List<String> problems(String sql, Parameter... parameters) {
        return problems(sql, Optional.empty(), parameters);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'101'::BIT                     | BIT",
                "[[1]]                          | INTEGER[][]",
                "[[1]]::INTEGER[1][1]           | INTEGER[1][1]",
                "[['a']]::ENUM('a')[][]         | ENUM('a')[][]",
                "[{a: 1}]                       | STRUCT(a INTEGER)[]",
                "{a: 1}                         | STRUCT(a INTEGER)",
                "MAP {'a': 1}                   | MAP(VARCHAR, INTEGER)",
                "NULL                           | \"NULL\"",
                "union_value(a := 1)            | UNION(a INTEGER)",
                "1::BIGNUM                      | BIGNUM",
                "GEOMETRY 'POINT(1 1)'          | GEOMETRY",
                "'1'::VARIANT                   | VARIANT"
            })
    void aTypeWithoutAnEncodingIsNamedWithTheCastThatHelps(String expression, String type) throws Exception {
        String sql = "SELECT " + expression + " AS v";
        assertEquals(
                List.of("streams.books.sql: column v: " + type + " has no encoding (expected: CAST(v AS VARCHAR))"),
                problems(sql));
        Source helped = database.query(
                "books", "SELECT CAST(v AS VARCHAR) AS v FROM (" + sql + ")", List.of(), Optional.empty());
        assertEquals(1, Reading.rows(helped, Arguments.NONE).size());
    }

    @Test
    void everyProblemOfADerivedRowIsNamedAtOnce() {
        assertEquals(
                List.of(
                        "streams.books.sql: column a: twice (expected: alias one of them)",
                        "streams.books.sql: column \"count_star()\": no protobuf identifier (expected: letters, "
                                + "digits and _, the first no digit; alias it)",
                        "streams.books.sql: column \"a \"\"b\"\"\": no protobuf identifier (expected: letters, "
                                + "digits and _, the first no digit; alias it)",
                        "streams.books.sql: column \"a \"\"b\"\"\": BIT has no encoding (expected: "
                                + "CAST(\"a \"\"b\"\"\" AS VARCHAR))",
                        "streams.books.sql: column h: BIGNUM has no encoding (expected: CAST(h AS VARCHAR))"),
                problems("SELECT 1 AS a, 2 AS a, count(*), '1'::BIT AS \"a \"\"b\"\"\", 1::BIGNUM AS h"));
    }

    @Test
    void everyMismatchWithAGivenRowIsNamedAtOnce() {
        assertEquals(
                List.of(
                        "streams.books.sql: column id is BIGINT, spillway.derived.Book.id is int32 (expected: a field "
                                + "of type int64, sint64, sfixed64, enum, or CAST(id AS INTEGER))",
                        "streams.books.sql: column titel: no such field in spillway.derived.Book "
                                + "(did you mean: title)",
                        "streams.books.sql: column sold: BIT has no encoding (expected: CAST(sold AS TIMESTAMPTZ))",
                        "streams.books.sql: column other: no such field in spillway.derived.Book",
                        "streams.books.sql: no column title (expected: one for each field of spillway.derived.Book, "
                                + "or title in omit) (did you mean: titel)"),
                problems("SELECT 1::BIGINT AS id, 'x' AS titel, '1'::BIT AS sold, 1 AS other", Optional.of(BOOK)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BIGINT       | INT32     | int64, sint64, sfixed64, enum | INTEGER",
                "UINTEGER     | INT32     | uint32, fixed32, uint64, fixed64, int64, sint64, sfixed64, double, enum | INTEGER",
                "INTEGER      | UINT32    | int32, sint32, sfixed32, int64, sint64, sfixed64, double, enum | UINTEGER",
                "BIGINT       | UINT64    | int64, sint64, sfixed64, enum | UBIGINT",
                "UBIGINT      | INT64     | uint64, fixed64                                          | BIGINT",
                "BIGINT       | DOUBLE    | int64, sint64, sfixed64, enum | DOUBLE",
                "DOUBLE       | FLOAT     | double                                                   | FLOAT",
                "INTEGER      | BOOL      | int32, sint32, sfixed32, int64, sint64, sfixed64, double, enum | BOOLEAN",
                "DECIMAL(9,2) | DOUBLE    | string                                                   | DOUBLE",
                "INTEGER      | STRING    | int32, sint32, sfixed32, int64, sint64, sfixed64, double, enum | VARCHAR",
                "DATE         | TIMESTAMP | string                                                   | TIMESTAMPTZ",
                "TIMESTAMP    | TIMESTAMP | string                                                   | TIMESTAMPTZ",
                "TIMESTAMPTZ  | STRING    | google.protobuf.Timestamp                                | VARCHAR"
            })
    void aFieldThatCannotHoldTheTypeIsNamedWithWhatCanAndTheCastHelps(
            String type, ColumnKind kind, String kinds, String cast) throws Exception {
        RowSchema row = RowSchema.derive("Given").column("v", kind).build();
        String value = "(CASE WHEN '" + type + "' LIKE '%DAT%' OR '" + type
                + "' LIKE 'TIME%' THEN '2026-01-31' ELSE '1' END)::" + type;
        List<String> found = problems("SELECT " + value + " AS v", Optional.of(row));
        assertEquals(1, found.size());
        assertTrue(
                found.getFirst().endsWith("(expected: a field of type " + kinds + ", or CAST(v AS " + cast + "))"),
                found.getFirst());
        Source helped = database.query(
                "books",
                "SELECT CAST(v AS " + cast + ") AS v FROM (SELECT " + value + " AS v)",
                List.of(),
                Optional.of(ExpectedRow.of(row)));
        assertEquals(1, Reading.rows(helped, Arguments.NONE).size());
    }

    @Test
    void whatDoesNotParseIsSaidInTheDatabasesWords() {
        List<String> found = problems(
                "SELECT id,\n  titel FROM books WHERE id = :id",
                parameter("id", ParameterType.INT32, new Value.Int64(1)));
        assertEquals(1, found.size());
        assertTrue(
                found.getFirst().startsWith("streams.books.sql: Binder Error: Referenced column \"titel\" not found"),
                found.getFirst());
        assertTrue(found.getFirst().contains("LINE 2:   titel FROM books"), found.getFirst());
        assertTrue(
                problems("SELEC 1").getFirst().startsWith("streams.books.sql: Parser Error: syntax error at or near"),
                problems("SELEC 1").getFirst());
        assertTrue(
                problems("FROM nowhere").getFirst().contains("Table with name nowhere does not exist"),
                problems("FROM nowhere").getFirst());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO books VALUES (1, 'x')",
                "INSERT INTO books VALUES (1, 'x') RETURNING id",
                "DELETE FROM books",
                "UPDATE books SET id = 2",
                "CREATE TABLE other AS SELECT 1 AS a",
                "DROP TABLE books",
                "SET threads = 1",
                "BEGIN TRANSACTION",
                "COPY books TO '/dev/null'",
                "ATTACH ':memory:' AS other",
                "SELECT 1 AS a; DROP TABLE books",
                "DROP TABLE books; SELECT 1 AS a",
                "books"
            })
    void whatIsNoQueryIsRefusedAndNotRun(String sql) throws Exception {
        assertTrue(problems(sql).getFirst().startsWith("streams.books.sql: "), sql);
        Source still = database.query("books", "SELECT count(*) AS n FROM books", List.of(), Optional.empty());
        assertEquals(0L, Reading.only(still, "n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 AS a",
                "SELECT 1 AS a; -- the end",
                "-- the first line\nSELECT 1 AS a -- the last",
                "(SELECT 1 AS a)",
                "WITH x AS (SELECT 1 AS a) SELECT a FROM x",
                "FROM (SELECT 1 AS a)",
                "SELECT 1 AS a UNION ALL SELECT 2",
                "VALUES (1)",
                "FROM range(3) r(a) SELECT a"
            })
    void aQueryIsTakenInEveryForm(String sql) throws Exception {
        Source source = database.query("books", sql, List.of(), Optional.empty());
        assertTrue(!Reading.rows(source, Arguments.NONE).isEmpty());
    }

    @Test
    void parametersThatDoNotFitTheStatementAreNamed() {
        assertEquals(
                List.of(
                        "streams.books.sql: :day is no declared parameter (did you mean: dya)",
                        "streams.books.parameters.dya: not used in sql (did you mean: day)"),
                problems("SELECT :day AS a", parameter("dya", ParameterType.DATE, new Value.Text("2026-01-31"))));
    }

    @Test
    void aParameterThatIsNotUsedHidesNothingElse() {
        Parameter unused = parameter("id", ParameterType.INT32, new Value.Int64(1));
        assertEquals(
                List.of(
                        "streams.books.parameters.id: not used in sql",
                        "streams.books.sql: column h: BIGNUM has no encoding (expected: CAST(h AS VARCHAR))"),
                problems("SELECT 1::BIGNUM AS h", unused));
        List<String> found = problems("SELEC 1", unused);
        assertEquals(2, found.size());
        assertTrue(found.getLast().startsWith("streams.books.sql: Parser Error"), found::toString);
    }

    @Test
    void aDefaultOfTheWrongTypeIsNamed() {
        assertEquals(
                List.of("streams.books.sql: default of n: ten (expected: -2147483648…2147483647)"),
                problems("SELECT :n AS a", parameter("n", ParameterType.INT32, new Value.Text("ten"))));
    }

    @Test
    void aTypeThatDependsOnAParameterIsLearnedFromItsType() throws Exception {
        for (ParameterType type : ParameterType.values()) {
            Value value = switch (type) {
                case BOOL -> new Value.Bool(true);
                case INT32, INT64, DOUBLE -> new Value.Int64(1);
                case STRING -> new Value.Text("x");
                case DATE -> new Value.Text("2026-01-31");
                case TIMESTAMP -> new Value.Text("2026-01-31T12:00:00.123456Z");
            };
            Source source =
                    database.query("books", "SELECT :p AS v", List.of(parameter("p", type, value)), Optional.empty());
            ColumnKind kind = switch (type) {
                case BOOL -> ColumnKind.BOOL;
                case INT32 -> ColumnKind.INT32;
                case INT64 -> ColumnKind.INT64;
                case DOUBLE -> ColumnKind.DOUBLE;
                case STRING, DATE -> ColumnKind.STRING;
                case TIMESTAMP -> ColumnKind.TIMESTAMP;
            };
            assertEquals(kind, Reading.schema(source).columns().getFirst().kind());
        }
    }
}
