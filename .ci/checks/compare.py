"""Reads what `same-everywhere` fetched: the canonical bytes with protobuf's own classes, and their checksum by a table."""

import csv
import json
import sys
from pathlib import Path

from recommendations.v1 import recommendations_pb2

folder, rows = Path(sys.argv[1]), int(sys.argv[2])


def crc32c_table():
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
        table.append(byte)
    return table


def crc32c(data):
    table, crc = crc32c_table(), 0xFFFFFFFF
    for byte in data:
        crc = table[(crc ^ byte) & 0xFF] ^ crc >> 8
    return crc ^ 0xFFFFFFFF


def trailers(raw):
    """The lines behind the last chunk of a chunked body."""
    lines = raw[raw.rindex(b"\r\n0\r\n") + 5 :].decode().split("\r\n")
    return {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}


canonical = (folder / "proto").read_bytes()
told = trailers((folder / "raw").read_bytes())
assert told["spillway-crc32c"] == f"{crc32c(canonical):08x}", told
assert told["spillway-rows"] == str(rows), told
assert told["spillway-bytes"] == str(len(canonical)), told

books = recommendations_pb2.BookRecommendations.FromString(canonical).recommendations
assert len(books) == rows, len(books)
array = json.loads((folder / "json").read_text(encoding="utf-8"))
assert len(array) == rows, len(array)
with (
    open(folder / "text", encoding="utf-8") as text,
    open(folder / "ndjson", encoding="utf-8") as ndjson,
    open(folder / "csv", encoding="utf-8", newline="") as table,
):
    records = csv.reader(table)
    assert next(records) == ["id", "title"]
    ways = zip(books, text, ndjson, records, array, strict=True)
    for number, (book, line, document, record, element) in enumerate(ways):
        assert book.id == number
        assert line == f"{book.id}, {book.title}\n", line
        assert json.loads(document) == {"id": book.id, "title": book.title}, document
        assert record == [str(book.id), book.title], record
        assert element == {"id": book.id, "title": book.title}, element
print(f"compare.py: {rows} rows, {len(canonical)} bytes, crc32c {told['spillway-crc32c']}")
