"""What `foreign-readers` needs of Python: the rows that are hard to read, as SQL and as every reader has to see them."""

import csv
import io
import json
import math
import pathlib
import subprocess
import sys
import urllib.request

TEXTS = [
    "plain", "", None, "a,b", 'say "x"', '"', '""', "two\nlines", "cr\rlf\r\nend", "\n", ",", "a\tb", "\x01\x1f\x7f",
    "\u0085\u2028\u2029", "\ufeffmark", "\U0001f600 \u00e9 \u4e16", "\\", "\\.", "\\n", " spaces ", "null", "NULL", "NaN",
    "007", "1e5", "true", "</script>", "it's", "x" * 5000 + '"\n',
]  # fmt: skip
INTEGERS = [0, -1, 2**53 + 1, -(2**53) - 1, 2**63 - 1, -(2**63), None]
UNSIGNED = [0, 2**53 + 1, 2**64 - 1, None]
EXACT = ["0.0000000000", "9" * 28 + "." + "9" * 10, "-0.0000000001", None]
REALS = [0.0, -0.0, 0.1, 5e-324, -1.7976931348623157e308, math.nan, math.inf, -math.inf, None]
COLUMNS = ["id", "text", "number", "big", "exact", "real"]
ROWS = [
    [i] + [values[i % len(values)] for values in (TEXTS, INTEGERS, UNSIGNED, EXACT, REALS)] for i in range(4 * len(TEXTS))
]


def config():
    def text(value):
        return " || ".join(f"chr({ord(c)})" for c in value[-40:]) if value else "''"

    def literal(value, type):
        if value is None:
            return f"NULL::{type}"
        if type == "VARCHAR":
            return f"repeat('x', {max(len(value) - 40, 0)}) || {text(value)}"
        return f"'{value}'::{type}"

    types = ["INTEGER", "VARCHAR", "BIGINT", "UBIGINT", "DECIMAL(38,10)", "DOUBLE"]
    rows = ",\n".join("(" + ", ".join(map(literal, row, types)) + ")" for row in ROWS)
    sql = f"SELECT * FROM (VALUES\n{rows}\n) r({', '.join(COLUMNS)}) ORDER BY id"
    databases = 'databases:\n  memory: { duckdb: ":memory:", memory_limit: 256MiB }\n'
    many = "SELECT i AS id, 'item \"' || i || '\"' AS text FROM range(1000000) r(i)"
    streams = {"nasty": {"database": "memory", "sql": sql}, "many": {"database": "memory", "sql": many}}
    return databases + "streams: " + json.dumps(streams)


def same(expected, found):
    if isinstance(expected, float) and isinstance(found, (int, float)):
        return math.copysign(1, expected) == math.copysign(1, found) and expected == found
    return expected == found and type(expected) is type(found)


def compare(reader, expected, found):
    found = [list(row) for row in found]
    assert len(found) == len(expected), f"{reader}: {len(found)} rows (expected: {len(expected)})"
    for row, (wanted, got) in enumerate(zip(expected, found)):
        for column, a, b in zip(COLUMNS, wanted, got, strict=True):
            assert same(a, b), f"{reader}: row {row}, {column}: {b!r} (expected: {a!r})"
    print(f"{reader}: {len(found)} rows as they are")


def word(value):
    """NaN and infinities are strings in JSON."""
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def cell(value):
    """A value as CSV has it."""
    return None if value is None else str(word(value))


def numbered(rows):
    """Readers differ in how they show a real number; its value is the same."""
    for *others, real in rows:
        yield [*others, word(float(real)) if real else real]


def objects(lines):
    for each in lines:
        assert list(each) == COLUMNS, each
        yield each.values()


def jq(filter, document):
    run = subprocess.run(["jq", "-c", filter], input=document, capture_output=True, check=True, text=True)
    for line in run.stdout.rstrip("\n").split("\n"):
        yield json.loads(line, parse_int=lambda digits: -0.0 if digits == "-0" else int(digits))


def httpfs():
    import duckdb_extension_httpfs

    return str(next(pathlib.Path(duckdb_extension_httpfs.__file__).parent.rglob("httpfs.duckdb_extension")))


def check(base):
    import pandas

    import duckdb

    def url(format, stream="nasty"):
        return f"{base}/v1/streams/{stream}.{format}"

    def fetch(format):
        with urllib.request.urlopen(url(format)) as response:
            return response.read().decode()

    as_json = [list(map(word, row)) for row in ROWS]
    as_strings = [[*row[:2], *map(cell, row[2:4]), *row[4:]] for row in as_json]
    cells = [[*map(cell, row[:5]), word(row[5])] for row in ROWS]
    without_null = [["" if value is None else value for value in row] for row in cells]

    head, *rows = csv.reader(io.StringIO(fetch("csv"), newline=""))
    assert head == COLUMNS, head
    compare("Python csv", without_null, numbered(rows))
    lines = fetch("ndjson").split("\n")
    assert lines.pop() == ""
    compare("Python json, ndjson", as_json, objects(map(json.loads, lines)))
    compare("Python json, json", as_json, objects(json.loads(fetch("json"))))

    frame = pandas.read_csv(url("csv"), dtype=str, keep_default_na=False)
    assert list(frame.columns) == COLUMNS, frame.columns
    compare("pandas read_csv", without_null, numbered(frame.values.tolist()))

    database = duckdb.connect(config={"allow_unsigned_extensions": "true"})
    database.load_extension(httpfs())
    # An empty value is text, what is not there is NULL.
    form = """header=true, all_varchar=true, delim=',', quote='"', escape='"', allow_quoted_nulls=false"""
    compare("DuckDB read_csv", cells, numbered(database.sql(f"FROM read_csv('{url('csv')}', {form})").fetchall()))
    types = "{id: 'INTEGER', text: 'VARCHAR', number: 'BIGINT', big: 'UBIGINT', exact: 'VARCHAR', real: 'VARCHAR'}"
    for format, name in (("ndjson", "newline_delimited"), ("json", "array")):
        read = f"read_json('{url(format)}', format='{name}', columns={types})"
        found = database.sql(f"SELECT * REPLACE (real::DOUBLE AS real) FROM {read}").fetchall()
        compare(f"DuckDB read_json, {format}", as_json, [list(map(word, row)) for row in found])

    compare("jq, ndjson", as_strings, objects(jq(".", fetch("ndjson?int64=string"))))
    compare("jq, json", as_strings, objects(jq(".[]", fetch("json?int64=string"))))

    million = url("csv", "many")
    frame = pandas.read_csv(million)
    assert (len(frame), frame["id"].sum(), frame["text"].iloc[-1]) == (1000000, 499999500000, 'item "999999"'), frame
    found = database.sql(f"SELECT count(*), sum(id), max_by(text, id) FROM read_csv('{million}')").fetchall()
    assert found == [(1000000, 499999500000, 'item "999999"')], found
    print("pandas and DuckDB read_csv of a URL: 1,000,000 rows")


if __name__ == "__main__":
    print(config()) if sys.argv[1:] == ["config"] else check(sys.argv[1])
