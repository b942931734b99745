"""Asks two servers that hold the same bytes the same things: ranges.py URL_SUBJECT URL_NGINX FILE

Both get a table of requests with Range and conditions. The subject must answer as nginx does, but where nginx is not
with RFC 9110 (DIFFERS): there it must answer as nginx answers another request, which is what RFC 9110 makes of it.
"""

import http.client
import io
import random
import re
import socket
import sys
import zlib
from collections import namedtuple
from pathlib import Path
from urllib.parse import urlsplit

ENOUGH = 20  # requests that are answered otherwise
SECONDS = 20

Row = namedtuple("Row", "method sent means why")
Answer = namedtuple("Answer", "status headers body parts fault")

data = Path(sys.argv[3]).read_bytes()
size = len(data)
half, last = size // 2, size - 1
huge = [str(2**63), str(2**64 + 1), "9" * 40]
whens = ["Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT", "{modified}"]


def pairs(headers):
    return tuple(headers.items()) if isinstance(headers, dict) else headers


def ranges(value, **conditions):
    return {"Range": value} | {name.replace("_", "-"): each for name, each in conditions.items()}


def differs(section, reason, *rows):
    return [Row(method, pairs(sent), pairs(means), f"{section} {reason}") for method, sent, means in rows]


# Of each request: what is sent, and what RFC 9110 makes of it, as a request that nginx answers accordingly.
DIFFERS = [
    *differs(
        "14.2",
        "Range is for GET only",
        *[
            ("HEAD", ranges(f"bytes={each}"), {})
            for each in (
                *("0-0", "0-", "-1", "1-2", "0-0,2-2", "0-0,-1", f"{last}-", f"-{size + 1}", f"0-{size}"),
                *(f"{size}-", "-0", "5-2", "x", " -", "0-0,x", f"{size}-,{size + 1}-", huge[0] + "-"),
            )
        ],
        ("HEAD", ranges("bytes=0-0", If_Range="{etag}"), {}),
        ("HEAD", ranges(f"bytes={size}-", If_Range="{etag}"), {}),
        ("HEAD", ranges("bytes=0-0", If_Match="{etag}"), {}),
        ("HEAD", ranges("bytes=0-0", If_None_Match='"other"'), {}),
    ),
    *differs(
        "14.1.2",
        "no number is too large",
        *[("GET", ranges(f"bytes=0-{each}"), ranges("bytes=0-")) for each in huge],
        *[("GET", ranges(f"bytes={half}-{each}"), ranges(f"bytes={half}-")) for each in huge],
        *[("GET", ranges(f"bytes=-{each}"), ranges(f"bytes=-{size}")) for each in huge],
        *[("GET", ranges(f"bytes=0-0,{each}-"), ranges(f"bytes=0-0,{size + 1}-")) for each in huge],
        *[("GET", ranges(f"bytes={each}-,1-1"), ranges(f"bytes={size + 1}-,1-1")) for each in huge],
        *[("GET", ranges(f"bytes=0-0,-{each}"), ranges(f"bytes=0-0,-{size}")) for each in huge],
    ),
    *differs(
        "5.6.1.2",
        "empty elements of a list are ignored",
        *[
            ("GET", ranges(f"bytes={sent}"), ranges(f"bytes={means}"))
            for sent, means in (
                *(("1-2,", "1-2"), (",1-2", "1-2"), ("1-2,,4-5", "1-2,4-5"), ("1-2, ,4-5", "1-2,4-5")),
                *((", ,1-2 , ,", "1-2"), (f"{size}-,", f"{size}-"), ("0-,,0-0", "0-,0-0")),
            )
        ],
    ),
    *differs(
        "5.6.3",
        "a tab is white space, too",
        *[
            ("GET", ranges(f"bytes={each}"), ranges("bytes=1-2,4-5"))
            for each in ("1-2,\t4-5", "1-2\t,4-5", "1-2 \t, \t4-5")
        ],
    ),
    *differs(
        "5.5",
        "a field value has no white space at its ends",
        ("GET", ranges("\tbytes=1-2"), ranges("bytes=1-2")),
        ("GET", ranges("bytes=1-2\t"), ranges("bytes=1-2")),
        ("GET", ranges("bytes=1-2", If_Range="\t{etag}"), ranges("bytes=1-2")),
        ("GET", ranges("bytes=1-2", If_Range="{etag}\t"), ranges("bytes=1-2")),
        ("GET", {"If-Match": "\t{etag}"}, {}),
        ("GET", {"If-None-Match": "\t{etag}"}, {"If-None-Match": "{etag}"}),
    ),
    *differs(
        "5.2",
        "lines of a list are one list",
        ("GET", (("If-Match", '"other"'), ("If-Match", "{etag}")), {}),
        ("GET", (("If-Match", '"other"'), ("If-Match", '"another"')), {"If-Match": '"other"'}),
        ("GET", (("If-None-Match", '"other"'), ("If-None-Match", "W/{etag}")), {"If-None-Match": "{etag}"}),
        ("GET", (("If-None-Match", '"other"'), ("If-None-Match", '"another"')), {}),
    ),
    *differs(
        "13.1.3",
        "without a modification date If-Modified-Since is ignored",
        *[
            ("GET", headers | {"If-Modified-Since": when}, headers)
            for when in whens
            for headers in ({}, ranges("bytes=1-2"), {"If-None-Match": "{etag}"}, {"If-None-Match": '"other"'})
        ],
    ),
    *differs(
        "13.1.4",
        "without a modification date If-Unmodified-Since is ignored",
        *[
            ("GET", headers | {"If-Unmodified-Since": when}, headers)
            for when in (*whens, "garbage")
            for headers in ({}, ranges("bytes=1-2"), {"If-Match": "{etag}"}, {"If-None-Match": "{etag}"})
        ],
    ),
    *differs(
        "13.1.5",
        "without a modification date If-Range by date is false",
        ("GET", ranges("bytes=1-2", If_Range="{modified}"), {}),
        ("GET", ranges(f"bytes={size}-", If_Range="{modified}"), {}),
    ),
]


def few():
    """Range values that stand for all kinds."""
    yield from ("bytes=0-0", f"bytes={half}-", "bytes=-5", "bytes=1-2,4-5", f"bytes={size}-", "bytes=x", "items=0-0")


def single():
    for count in (1, 2, 3, 100, 4096, 65536, half, last, size):
        yield f"0-{count - 1}"
        yield f"-{count}"
        yield f"{count}-"
        yield f"{size - count}-"
        yield f"{size - count}-{last}"
        yield f"{count}-{count}"
    yield from ("0-", "-0", "-00", f"-{size + 1}", f"-{10 * size + 1}", f"0-{size}", f"0-{10 * size}", f"{last}-{size}")
    yield from (f"{size}-", f"{size}-{size}", f"{size + 1}-", f"{size}-{10 * size}", f"{10 * size}-", f"{last}-{last}")
    yield from (f"{half}-{2**63 - 1}", f"-{2**63 - 1}", f"{2**63 - 1}-", *(f"{each}-" for each in huge))
    yield from ("0001-0002", "0" * 40 + "1-" + "0" * 40 + "2", f"-{'0' * 40}3")
    yield from (f" {half}-{half}", f"{half} -{half}", f"{half}- {half}", f"  {half}  -  {half}  ")
    yield from (f"{half} - ", f" -{half}")


def several():
    yield from ("0-0,2-2", "0-0,-1", "1-2,3-4", "0-0,1-1,2-2", "1-4,3-6", "1-4,1-4", "5-9,1-2", "1-2,5-9,3-4", "-1,0-0")
    yield from (f"0-{half - 1},{half}-", f"{half}-,0-{half - 1}", f"0-{half},{half}-", "0-,0-0", "0-0,0-", "0-,0-")
    yield from (f"0-,{size}-", f"{size}-,0-", f"0-0,-{size}", f"0-0,-{last}", f"0-{last - 1},0-0")
    yield f"-{half},-{half},-1"
    yield from (f"0-0,{size}-", f"{size}-,0-0", f"0-0,{size}-,2-2", "0-0,-0", "-0,0-0")
    yield from (f"{size}-,{size + 1}-", f"-0,{size}-")
    yield from (f"{last}-,{size}-{size},0-1", f"0-0,{2**63 - 1}-", "0-0,5-2", "5-2,0-0", "5-2,6-3", "-5,-3", "1-, 5-2")
    yield from ("0-0, 2-2", "0-0 ,2-2", " 0-0 , 2-2 ", "0 - 0,2 -2", f"0-0,  {half}- ,-1")
    yield ",".join(f"{first}-{first}" for first in range(0, size, size // 200 + 1))
    yield ",".join(f"{first}-{first + 2}" for first in range(0, min(size, 400), 2))
    yield ",".join(f"{first}-{first + size // 100}" for first in range(0, size, size // 50 + 1))
    yield ",".join(f"{first}-{first}" for first in range(min(last, 150), 0, -1))
    yield ",".join(["0-0"] * 200)
    yield ",".join([f"{half}-"] * 3)


def malformed():
    yield from ("bytes=", "bytes= ", "bytes", "bytes=-", "bytes= -", "bytes=- ", "bytes=x", "bytes=a-b")
    yield from ("bytes=0-x", "bytes=x-0")
    yield from ("bytes=5-2", "bytes=1-0", f"bytes={size + 5}-2", "bytes=--1", "bytes=-1-2", "bytes=-1-")
    yield from ("bytes=1--2", "bytes=- 1")
    yield from ("bytes=,", "bytes=, ,", "bytes=1", "bytes=1,2", "bytes=1-2x", "bytes=1-2;", "bytes=1-2;3-4")
    yield "bytes=1-2 3-4"
    yield from ("bytes=1 2-3", "bytes=1-2 3", "bytes=+1-2", "bytes=1-+2", "bytes=0x1-0x2", "bytes=1.0-2")
    yield from ("bytes=1e1-", "bytes=*")
    yield from ("bytes=*/5", "bytes=0-0,x", "bytes=x,0-0", f"bytes={size}-,x", "bytes=0-0,-", "bytes=0-0,1")
    yield "bytes=0-,0-0,x"
    yield from (f"bytes={huge[2]}-1", f"bytes={huge[0]}-{huge[1]}", "bytes=\t1-2", "bytes=1-2,bytes=4-5")
    yield from ('bytes="1-2"', "bytes==1-2")
    yield from ("BYTES=0-1", "Bytes=0-1,3-3", "bYTES=x", "items=0-1", "items=x", "byte=0-1", "bytess=0-1")
    yield from ("bytes =0-1", "bytes:0-1")
    yield from ("", "0-1", "=0-1", "none", "bytes 0-1", "bytes 0-1/2", "x", "bytes=0-1=2", "seconds=1-2, bytes=0-1")


def drawn(chance):
    first = chance.choice((0, chance.randrange(size + 1), size - int(size ** chance.random())))
    length = int(size ** chance.random())
    forms = [f"{first}-{first + length}", f"{first}-{first + length}", f"{max(0, size - length)}-", f"-{length}"]
    end = size + length
    rare = [f"{first}-{first - 1}", f"{end}-", f"{first}-{end}", f"-{end}", "-0", "x", str(first)]
    form = chance.choice(forms if chance.random() < 0.9 else rare)
    return chance.choice(("", "", "", " ")) + form + chance.choice(("", "", "", " "))


def conditions():
    """Single conditions, each with a Range that may come with it."""
    tags = ("{etag}", '"other"', "{near}", "W/{etag}", 'W/"other"', "w/{etag}", "{opaque}", '"{opaque}', '{opaque}"')
    odd = ("{etag}x", "{etag} x", "garbage", '""', '"', "*", "", "{etag}{etag}", "W/ {etag}", "**", '*, "other"')
    lists = ('"other", {etag}', '{etag}, "other"', '"a","b" ,{etag},"c"', '"other", "another"', '"other", W/{etag}')
    spaced = (", {etag}", "{etag},", '"other", , {etag}', '"oth,er", {etag}', '"other",\t{etag}', '"other"\t,{etag}')
    for value in (*tags, *odd, '"other", {etag}', *whens[:2]):
        for each in few():
            yield {"If-Range": value, "Range": each}
        yield {"If-Range": value}
    for value in (*tags, *odd, *lists, *spaced):
        for name in ("If-Match", "If-None-Match"):
            yield {name: value}
            yield {name: value, "Range": "bytes=1-2"}
    for value in ("{etag}", '"other"', "*", '"other", W/{etag}'):
        for name in ("If-Match", "If-None-Match"):
            for each in few():
                yield {name: value, "Range": each}


def combined():
    """Several conditions at a time."""
    for match in (None, "{etag}", '"other"', "*"):
        for none_match in (None, "{etag}", '"other"', "*", "W/{etag}"):
            for if_range in (None, "{etag}", '"other"'):
                for each in (None, "bytes=1-2", f"bytes={size}-"):
                    named = {"If-Match": match, "If-None-Match": none_match, "If-Range": if_range, "Range": each}
                    yield {name: value for name, value in named.items() if value is not None}


def table():
    chance = random.Random(9110)
    values = [*(f"bytes={each}" for each in (*single(), *several())), *malformed()]
    if size:
        for count in chance.choices((1, 1, 1, 2, 3, 5), k=250):
            values.append("bytes=" + ",".join(drawn(chance) for _ in range(count)))
    gets = [{}, *map(ranges, values), *conditions(), *combined()]
    heads = [{}]
    heads += [each for each in (*conditions(), *combined()) if "Range" not in each or condition_decides(each)]
    heads += [ranges(each) for each in malformed() if not re.match("(?i)bytes=.", each.strip())]
    gets.append((("Range", "bytes=0-1"), ("Range", "bytes=3-4")))
    rows = [Row(method, pairs(each), None, None) for method, many in (("GET", gets), ("HEAD", heads)) for each in many]
    return [*dict.fromkeys(rows), *DIFFERS]


def condition_decides(headers):
    """Whether a HEAD is answered without a look at its Range, so that nginx and RFC 9110 agree."""
    if headers["Range"].startswith("items") or headers.get("If-Match") == '"other"':
        return True
    return headers.get("If-None-Match") in ("{etag}", "*") or headers.get("If-Range") == '"other"'


class Kept(io.BufferedReader):
    """What a connection sends: each response is read from it, and leaves it open."""

    def close(self):
        pass


class Server:
    def __init__(self, url):
        at = urlsplit(url)
        self.at, self.path = (at.hostname, at.port), at.path + ("?" + at.query if at.query else "")
        self.socket = None
        self.tag = self.modified = ""
        self.type = None
        whole = self.ask("GET", ())
        self.tag, self.modified = whole.headers.get("etag", ""), whole.headers.get("last-modified", "")
        self.type = whole.headers.get("content-type")
        if whole.fault or whole.status != 200 or whole.body != data:
            sys.exit(f"{url}: not the bytes of {sys.argv[3]}: {told(whole)}")
        if not re.fullmatch(r'"[^"]+"', self.tag):
            sys.exit(f"{url}: no strong ETag: {told(whole)}")

    def filled(self, value, modified):
        opaque = self.tag[1:-1]
        near = f'"{opaque[:-1]}{"1" if opaque.endswith("0") else "0"}"'
        for name, each in (("etag", self.tag), ("opaque", opaque), ("near", near), ("modified", modified)):
            value = value.replace("{" + name + "}", each)
        return value

    def makefile(self, _):
        return self.stream

    def ask(self, method, headers, modified=""):
        """One request, and all that comes back for it."""
        lines = [("Host", self.at[0]), ("Accept-Encoding", "identity"), *headers]
        lines = [f"{name}: {self.filled(value, modified)}\r\n" for name, value in lines]
        kept = self.socket is not None
        try:
            if not kept:
                self.socket = socket.create_connection(self.at, timeout=SECONDS)
                self.stream = Kept(socket.SocketIO(self.socket, "r"))
            self.socket.sendall(f"{method} {self.path} HTTP/1.1\r\n{''.join(lines)}\r\n".encode("latin-1"))
            response = http.client.HTTPResponse(self, method=method)
            response.begin()
            body = response.read()
            self.socket.setblocking(False)
            rest = self.stream.peek()
            self.socket.settimeout(SECONDS)
        except (OSError, http.client.HTTPException) as fault:
            self.hang_up()
            # nginx closes after each 412, without a word.
            if kept and isinstance(fault, ConnectionError):
                return self.ask(method, headers, modified)
            return Answer(0, {}, b"", None, repr(fault))
        if response.will_close or rest:
            self.hang_up()
        message = response.headers
        got = {name.lower(): ", ".join(message.get_all(name)) for name in message}
        parts = fault = None
        try:
            assert not rest, f"more than that: {rest[:100]!r}"
            if method != "HEAD" and response.status != 304 and "content-length" in got:
                length = got["content-length"]
                assert length == str(len(body)), f"Content-Length: {length} of {len(body)} bytes"
            if method != "HEAD" and response.status == 206:
                if message.get_content_type() == "multipart/byteranges":
                    parts = self.parts(message.get_boundary(), body)
                else:
                    cut(got.get("content-range"), body, exact=True)
        except AssertionError as wrong:
            fault = str(wrong)
        return Answer(response.status, got, body, parts, fault)

    def hang_up(self):
        if self.socket:
            self.socket.close()
        self.socket = None

    def parts(self, boundary, body):
        assert boundary, "no boundary"
        delimiter = b"\r\n--" + boundary.encode()
        parts, at = [], 0
        while not body.startswith(delimiter + b"--\r\n", at):
            head = re.compile(re.escape(delimiter) + rb"\r\n((?:[^\r\n]+\r\n)+)\r\n").match(body, at)
            assert head, f"no part and no end at byte {at}: {body[at : at + 100]!r}"
            lines = [line.partition(": ") for line in head[1].decode("latin-1").split("\r\n")[:-1]]
            headers = {name.lower(): value for name, _, value in lines}
            assert headers.get("content-type") == self.type, f"Content-Type of a part: {headers.get('content-type')}"
            part = cut(headers.get("content-range"), body[head.end() :])
            assert boundary.encode() not in part, "the boundary is in the data"
            parts.append(([name.lower() for name, _, _ in lines], headers["content-range"], part))
            at = head.end() + len(part)
        assert body[at:] == delimiter + b"--\r\n", "bytes after the last boundary"
        return parts


def cut(content_range, body, exact=False):
    """What stands at the beginning of a body according to Content-Range, and must be what the file has there."""
    match = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", content_range or "")
    assert match, f"Content-Range: {content_range}"
    first, end, total = int(match[1]), int(match[2]) + 1, int(match[3])
    assert first < end <= total == size, f"Content-Range: {content_range} of {size} bytes"
    assert not exact or len(body) == end - first, f"Content-Range: {content_range} with {len(body)} bytes"
    assert body[: end - first] == data[first:end], f"other bytes than the file has at {first}-{end - 1}"
    return body[: end - first]


def compared(answer):
    if answer.status >= 400:
        return answer.status, answer.headers.get("content-range")
    several = answer.headers.get("content-type", "").startswith("multipart/byteranges")
    length = answer.headers.get("content-length")
    if answer.status == 200 and answer.headers.get("transfer-encoding") == "chunked":
        # A whole result is streamed, and ends by itself.
        length = str(len(answer.body))
    return (
        *(answer.status, several, "etag" in answer.headers),
        *(answer.headers.get("content-range"), answer.headers.get("accept-ranges")),
        *(length is not None if several else length, answer.parts if several else answer.body),
    )


def told(answer):
    names = ("Content-Type", "Content-Length", "Content-Range", "Accept-Ranges", "ETag")
    lines = [f"{name}: {answer.headers[name.lower()]}" for name in names if name.lower() in answer.headers]
    body = f"{len(answer.body)} bytes, crc32 {zlib.crc32(answer.body):08x}, {answer.body[:24]!r}"
    parts = [] if answer.parts is None else ["parts " + " ".join(f"{part[1][6:]}" for part in answer.parts)[:100]]
    return "; ".join([str(answer.status), *lines, *parts, body, *([f"FAULT {answer.fault}"] if answer.fault else [])])


def asked(server, row, headers):
    text = "; ".join(f"{name}: {server.filled(value, nginx.modified)}" for name, value in headers)
    text = text.encode("unicode_escape").decode()
    return f"{row.method} {text if len(text) < 300 else text[:300] + '…'}".rstrip()


subject, nginx = Server(sys.argv[1]), Server(sys.argv[2])
same = other = wrong = 0
for row in table():
    got = subject.ask(row.method, row.sent, nginx.modified)
    own = nginx.ask(row.method, row.sent, nginx.modified)
    expected = own if row.means is None else nginx.ask(row.method, row.means, nginx.modified)
    if expected.fault:
        sys.exit(f"nginx: {asked(nginx, row, row.sent)}: {told(expected)}")
    if got.fault or compared(got) != compared(expected):
        wrong += 1
        rule = f" (RFC 9110 {row.why}: as {asked(subject, row, row.means)})" if row.why else ""
        print(f"{asked(subject, row, row.sent)}{rule}\n  subject:  {told(got)}\n  expected: {told(expected)}")
        if wrong == ENOUGH or "TimeoutError" in (got.fault or ""):
            break
    elif compared(own) == compared(expected):
        same += 1
    else:
        other += 1
        print(f"  RFC 9110 {row.why}: {asked(subject, row, row.sent)}: {got.status}, nginx {own.status}")
if wrong:
    sys.exit(f"ranges: {wrong} of the first {same + other + wrong} requests are answered otherwise")
print(f"ranges: {same} requests as nginx answers them, {other} as RFC 9110 has it where nginx differs")
