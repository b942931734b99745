package dev.spillway.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTextTest {
    private static void assertReads(String sql, String statement, String... names) {
        SqlText text = SqlText.of(sql);
        assertEquals(statement, text.statement());
        assertEquals(List.of(names), text.names());
    }

    @Test
    void eachParameterBecomesAQuestionMarkInOrder() {
        assertReads(
                "SELECT * FROM t WHERE day = :day AND (x > :low OR x<:low) LIMIT :n",
                "SELECT * FROM t WHERE day = ? AND (x > ? OR x<?) LIMIT ?",
                "day",
                "low",
                "low",
                "n");
        assertReads(":a,:b_1,-:_C+:d9", "?,?,-?+?", "a", "b_1", "_C", "d9");
    }

    @Test
    void theBookShopHasTwoParameters() {
        assertReads(
                "SELECT i::INTEGER AS id, titles[1 + (hash(i, :user_id) % len(titles)::UBIGINT)::INTEGER] AS title "
                        + "FROM range(:max_results) r(i), shelf",
                "SELECT i::INTEGER AS id, titles[1 + (hash(i, ?) % len(titles)::UBIGINT)::INTEGER] AS title "
                        + "FROM range(?) r(i), shelf",
                "user_id",
                "max_results");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT x::int, '1'::date, (y)::text, a.b::c",
                "SELECT a[1:2], a[i:j], a[:n], a[ :n ], a[n:], a[:], f(x)[:n], a[1][:n], a[1:-1:2], a[-:2]",
                "SELECT {a:b, 'c':d, \"e\":f}, map {k:v}, x:y",
                "SELECT f(a := 1), b:=2",
                "SELECT ':a', ''':a', 'x'':a'':b', ':a''', 'ends in backslash \\'",
                "SELECT E'\\':a', e'\\\\'':a', E'\\'' || ':b'",
                "SELECT \":a\", \"\"\":a\"",
                "SELECT 1 --:a '\n, 2 -- it's :b\r, 3",
                "SELECT /* :a /* :b */ :c '*/ 1",
                "SELECT $$:a '$$, $q$ $$ :b $q$, $_x1$:c$_x1$",
                "SELECT a$b$, c FROM t$x$ -- :d",
                "SELECT : a, 12:30, ::x, :1, ::: ",
                "SELECT 1; -- :a",
                "SELECT ':a",
                "SELECT /* :a",
                "SELECT $$ :a",
                "SELECT E':a\\"
            })
    void whatIsNoParameterStaysAsItIs(String sql) {
        assertReads(sql, sql);
    }

    @Test
    void aColonThatCannotBelongToTheDatabaseIsAParameter() {
        assertReads("a[1: :n]", "a[1: ?]", "n");
        assertReads("a[(:n)]", "a[(?)]", "n");
        assertReads("a[1 + :n]", "a[1 + ?]", "n");
        assertReads("x IN [:a, :b]", "x IN [?, ?]", "a", "b");
        assertReads("ARRAY[:a,:b]", "ARRAY[?,?]", "a", "b");
        assertReads("{a: :b}", "{a: ?}", "b");
        assertReads(":n::int", "?::int", "n");
        assertReads("'a' || :b || E'\\'' || :c", "'a' || ? || E'\\'' || ?", "b", "c");
        assertReads("1 -- x\n+:n", "1 -- x\n+?", "n");
        assertReads("1 /* x */ :n", "1 /* x */ ?", "n");
        assertReads("date:n", "date:n");
        assertReads("date :n", "date ?", "n");
    }

    @Test
    void everyProblemIsNamedWithWhatWasProbablyMeant() {
        assertEquals(
                List.of(
                        "streams.orders.sql: ?: no name (expected: :name for a parameter)",
                        "streams.orders.sql: $1: the database's own parameter (expected: :name)",
                        "streams.orders.sql: $two: the database's own parameter (expected: :name)",
                        "streams.orders.sql: more than one statement (expected: nothing after ;)",
                        "streams.orders.sql: :day is no declared parameter (did you mean: dya)",
                        "streams.orders.sql: :other is no declared parameter",
                        "streams.orders.parameters.dya: not used in sql (did you mean: day)",
                        "streams.orders.parameters.unused_one: not used in sql"),
                SqlText.of("SELECT ?, $1, $two, :day, :other, :limit; SELECT :day")
                        .problems("orders", List.of("dya", "limit", "unused_one")));
    }

    @Test
    void aGoodStatementHasNoProblem() {
        assertEquals(
                List.of(), SqlText.of("SELECT ';?$1' WHERE :a = :a ; ; -- ?\n").problems("s", List.of("a")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n", "-- SELECT 1", "/* SELECT 1 */ ;"})
    void nothingToRunIsAProblem(String sql) {
        assertEquals(
                List.of("streams.s.sql: empty (expected: a query)"),
                SqlText.of(sql).problems("s", List.of()));
    }

    /** Tokens in any order, with a space between them, so that each means what it means alone. */
    @Test
    void parametersAreFoundAmongAnythingElse() {
        String[] others = {
            "':a'",
            "'it''s :a'",
            "E'\\':a'",
            "\":a\"",
            "\"x\"\":a\"",
            "$$:a$$",
            "$t$:a$$:b$t$",
            "/*:a*/",
            "/*/*:a*/:b*/",
            "--:a\n",
            "x::int",
            "y[:a]",
            "y[1:a]",
            "{k:a}",
            "f(b:=1)",
            "12.5e3",
            "a.b",
            "+",
            "(",
            ")",
            "[",
            "]",
            ",",
            "-",
            "naïve",
            "#1",
            "%",
            "E",
            "x$y$z",
            "::"
        };
        for (long seed = 1; seed <= 2000; seed++) {
            Random random = new Random(seed);
            StringBuilder sql = new StringBuilder();
            StringBuilder expected = new StringBuilder();
            List<String> names = new ArrayList<>();
            int tokens = 1 + random.nextInt(30);
            for (int i = 0; i < tokens; i++) {
                String token = others[random.nextInt(others.length)];
                if (random.nextInt(4) == 0) {
                    names.add("p" + random.nextInt(100));
                    token = "( :" + names.getLast() + ")";
                    expected.append("( ?) ");
                } else {
                    expected.append(token).append(' ');
                }
                sql.append(token).append(' ');
            }
            SqlText text = SqlText.of(sql.toString());
            assertEquals(expected.toString(), text.statement(), "seed " + seed);
            assertEquals(names, text.names(), "seed " + seed);
        }
    }

    @Test
    void anyTextIsReadToItsEndAndNothingIsLost() {
        String alphabet = ":'\"$[](){};-/*?\\\n\rEeax1_ .é\u00a0";
        for (long seed = 1; seed <= 50_000; seed++) {
            Random random = new Random(seed);
            StringBuilder sql = new StringBuilder();
            int length = random.nextInt(40);
            for (int i = 0; i < length; i++) {
                sql.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertNothingLost(sql.toString(), "seed " + seed);
        }
    }

    private static void assertNothingLost(String sql, String seed) {
        SqlText text = SqlText.of(sql);
        String statement = text.statement();
        int at = 0;
        int read = 0;
        for (String name : text.names()) {
            int mark = at;
            while (!(statement.charAt(mark) == '?' && sql.startsWith(":" + name, read + mark - at))) {
                mark++;
            }
            assertEquals(sql.substring(read, read + mark - at), statement.substring(at, mark), seed);
            read += mark - at + 1 + name.length();
            at = mark + 1;
        }
        assertEquals(sql.substring(read), statement.substring(at), seed);
    }
}
