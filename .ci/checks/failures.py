"""The table of .ci/checks/failures: kinds of failure, each through every way, as curl sees it, and as it goes on.

failures.py SPILLWAY FOLDER POSTGRES
"""

import dataclasses
import hashlib
import http.client
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import time

SPILLWAY, FOLDER, POSTGRES = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
EVERY = sys.argv[4:] == ["all"]
WAIT = STALL = 70  # seconds, beyond the 60 s that proxies wait unless told otherwise
TITLE = "of a result that is long enough to be cut somewhere in its middle"
FORMATS = ["ndjson", "csv", "json", "text", "proto"]
VERSIONS = {"1.0": "--http1.0", "1.1": "--http1.1", "2": "--http2-prior-knowledge"}

ORIGIN = f"""
databases:
  memory: {{ duckdb: ":memory:", memory_limit: 1GiB, connections: 200 }}
  shop:
    postgres: "postgresql://{POSTGRES}"
    user: shop
    password: shop
    connections: 200
    connect_timeout: 60s
streams:
  duck:
    database: memory
    parameters:
      count: {{ type: int64, default: 1 }}
      fail_at: {{ type: int64, default: 0 }}
      width: {{ type: int64, default: 0 }}
    sql: |
      SELECT i AS id, CASE WHEN i = :fail_at THEN error('row ' || i || ' is broken')
        ELSE 'row ' || i || ' {TITLE}' || repeat('.', :width) END AS title
      FROM range(1, :count + 1) r(i)
  elephant:
    database: shop
    parameters:
      count: {{ type: int64, default: 1 }}
      fail_at: {{ type: int64, default: 0 }}
      wait: {{ type: double, default: 0.0 }}
      pause: {{ type: double, default: 0.0 }}
    sql: |
      SELECT i AS id,
        pg_sleep(CASE WHEN i = 1 THEN :wait WHEN i % 256 = 0 THEN :pause ELSE 0 END)::text
        || CASE WHEN i = :fail_at THEN (1 / (i - i))::text
        ELSE 'row ' || i || ' {TITLE}' END AS title
      FROM generate_series(1, :count) i
"""


@dataclasses.dataclass
class Way:
    """How curl reaches the gateway."""

    name: str
    versions: list
    nginx: str = None
    haproxy: str = None
    behind: str = None  # the way that stands between this one and the gateway
    recommended: bool = False
    lies: bool = False  # it is known to make a broken result look whole
    garbles: bool = False  # what it sends of a broken result may be no prefix of it
    reads_ahead: bool = False  # it takes all that the gateway has, whatever its reader does
    options: list = dataclasses.field(default_factory=list)
    ports: dict = dataclasses.field(default_factory=dict)

    def formats(self):
        return FORMATS if self.recommended and (self.name == "direct" or EVERY) else ["csv"]


# What docs/operations.md recommends.
NGINX = "proxy_http_version 1.1; proxy_read_timeout 1h; send_timeout 1h; "
HAPROXY = " timeout client 1h\n timeout server 1h\n"

NO_1_0 = "if ($server_protocol = HTTP/1.0) { return 505; } "
BUFFERED = "proxy_ignore_headers X-Accel-Buffering; "
CACHED = "proxy_ignore_headers X-Accel-Buffering Cache-Control Vary; proxy_cache c; proxy_cache_valid any 1h; "
ZIPPED = "gzip on; gzip_proxied any; gzip_types *; proxy_set_header Accept-Encoding ''; "
WAYS = [
    Way("direct", ["1.1", "2"], recommended=True),
    Way("nginx buffered", ["1.1", "2"], nginx=NGINX + NO_1_0 + BUFFERED, recommended=True, reads_ahead=True),
    Way("nginx unbuffered", ["1.1", "2"], nginx=NGINX + NO_1_0 + "proxy_buffering off;", recommended=True),
    Way("HAProxy http", ["1.1"], haproxy=HAPROXY, recommended=True),
    Way("HAProxy tcp", ["1.1", "2"], haproxy=HAPROXY + " mode tcp\n", recommended=True),
    Way("direct", ["1.0"]),
    Way("nginx default", ["1.1", "2"], nginx=""),
    Way("nginx default+buffered", ["1.1", "2"], nginx=BUFFERED),
    Way("nginx without temporary files", ["1.1"], nginx=NGINX + BUFFERED + "proxy_max_temp_file_size 0;"),
    Way("nginx cache", ["1.1", "2"], nginx=NGINX + CACHED),
    Way("nginx gzip", ["1.1", "2"], nginx=NGINX + ZIPPED, options=["--compressed"]),
    Way("nginx chunked_transfer_encoding off", ["1.1"], nginx=NGINX + "chunked_transfer_encoding off;", lies=True),
    Way("nginx without 505", ["1.0"], nginx=NGINX, lies=True),
    Way("nginx default → nginx without 505", ["1.1", "2"], nginx="", behind="nginx without 505", lies=True),
    Way("nginx default → nginx", ["1.1"], nginx="", behind="nginx unbuffered"),
    Way("nginx → nginx", ["1.1", "2"], nginx=NGINX, behind="nginx unbuffered"),
    Way("nginx default → HAProxy http", ["1.1"], nginx="", behind="HAProxy http"),
    Way("HAProxy 50 s", ["1.1"], haproxy=" timeout client 50s\n timeout server 50s\n"),
    Way("HAProxy HTTP/2 to the gateway", ["1.1"], haproxy=HAPROXY + " server g {gateway} proto h2\n"),
    Way("HAProxy httpclose+http-buffer-request", ["1.1"],
        haproxy=HAPROXY + " option httpclose\n option http-buffer-request\n"),
    Way("HAProxy without no-transform", ["1.1"],
        haproxy=HAPROXY + " http-response set-header Cache-Control no-store\n"),
    Way("HAProxy compression → HAProxy without no-transform", ["1.1"], options=["--compressed"], garbles=True,
        behind="HAProxy without no-transform", haproxy=HAPROXY + " compression algo gzip\n compression offload\n"),
    Way("HAProxy http", ["2"], haproxy=HAPROXY, lies=True),
]


def right(form, count, width):
    """The whole result, written without Spillway."""
    rows = [(i, f"row {i} {TITLE}{'.' * width}") for i in range(1, count + 1)]
    if form == "proto":
        return b"".join(proto(*row) for row in rows)
    if form == "csv":
        text = "id,title\n" + "".join("%d,%s\n" % row for row in rows)
    elif form == "text":
        text = "".join("%d, %s\n" % row for row in rows)
    else:
        each = ['{"id":%d,"title":"%s"}' % row for row in rows]
        text = "\n".join(each) + "\n" if form == "ndjson" else "[\n" + ",\n".join(each) + "\n]\n"
    return text.encode()


def varint(value):
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def proto(number, title):
    title = title.encode()
    row = b"\x08" + varint(number) + b"\x12" + varint(len(title)) + title
    return b"\x0a" + varint(len(row)) + row


known = {}


def expected(form, kind):
    key = form, kind.count, kind.width
    if key not in known:
        known[key] = right(*key)
    return known[key]


@dataclasses.dataclass
class Kind:
    name: str
    stream: str
    count: int
    arguments: str = ""
    width: int = 0
    options: tuple = ()
    fail: str = "-f"  # or -s, which is there anyway
    named: bool = False  # as=NAME: a second try can go on
    # What must be, through the recommended ways.
    disk: str = "a prefix"
    status: str = ""
    code: int = None

    def again(self, name, status, disk="untouched", code=None, fail="-f", options=()):
        """The same command once more, with -C -."""
        return dataclasses.replace(
            self, name="… " + name, options=options, fail=fail, disk=disk, status=status, code=code)


def free_ports():
    """Below those that the system gives to connections."""
    for port in range(21000, 32000):
        try:
            socket.create_server(("127.0.0.1", port)).close()
            yield port
        except OSError:
            pass


ports = free_ports()
running = []


def start(name, command):
    folder = FOLDER / name
    folder.mkdir(exist_ok=True)
    log = open(FOLDER / f"{name}.log", "w")
    process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    process.name = name
    running.append(process)
    return process


def is_up(process, what):
    for _ in range(6000):
        if re.search(what, (FOLDER / f"{process.name}.log").read_text(), re.M):
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    sys.exit(f"{process.name} did not start:\n" + (FOLDER / f"{process.name}.log").read_text()[-3000:])


def accepts(port):
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.1)
    logs = [(FOLDER / f"{name}.log").read_text() for name in ("nginx", "haproxy")]
    sys.exit(f"nothing listens on port {port}:\n" + "\n".join(logs))


def kill(process):
    process.kill()
    process.wait()


class Stack:
    """An origin and a gateway in front of it, on ports that stay theirs."""

    def __init__(self, name, origin, give_up_after):
        self.name = name
        self.grpc, self.origin_http, self.http = next(ports), next(ports), next(ports)
        (FOLDER / f"{name}-origin.yaml").write_text(f"origin: {origin}{ORIGIN}")
        self.start_origin()
        self.start_gateway(give_up_after)

    def start_origin(self):
        self.origin = start(f"{self.name}-origin", [SPILLWAY, "serve", "--config",
            FOLDER / f"{self.name}-origin.yaml", "--grpc-port", str(self.grpc), "--http-port", str(self.origin_http)])

    def start_gateway(self, give_up_after):
        config = FOLDER / f"{self.name}-gateway.yaml"
        config.write_text(f"gateway: {{ commit_after: 5s, give_up_after: {give_up_after} }}")
        self.gateway = start(f"{self.name}-gateway", [SPILLWAY, "gateway", "--config", config, "--origin",
            f"127.0.0.1:{self.grpc}", "--http-port", str(self.http)])

    def ready(self):
        for process in self.origin, self.gateway:
            is_up(process, "^ready in ")
        for _ in range(300):
            url = f"http://127.0.0.1:{self.http}/v1/streams/duck.csv"
            if subprocess.run(["curl", "-sf", "-o", FOLDER / "ready", url]).returncode == 0:
                return
            time.sleep(0.1)
        sys.exit(f"{self.name}: the gateway does not find its origin")


def start_proxies(stacks):
    nginx = ["daemon off; pid nginx.pid; user root; worker_processes 1; error_log stderr;",
        "events { worker_connections 8192; }", "http { access_log off; proxy_cache_path cache keys_zone=c:1m;"]
    nginx += [f"{each}_temp_path temp-{each};" for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")]
    haproxy = ["global", " maxconn 8192", " tune.sndbuf.client 131072", "defaults", " mode http", " timeout connect 5s"]
    for stack in stacks:
        for way in WAYS:
            if not (way.nginx is None and way.haproxy is None):
                for version in VERSIONS:
                    way.ports[stack.name, version] = next(ports)
            else:
                way.ports.update({(stack.name, version): stack.http for version in VERSIONS})
        for way in WAYS:
            behind = next((each for each in WAYS if each.name == way.behind), None)
            port = behind.ports[stack.name, "1.1"] if behind else stack.http
            one, two = way.ports[stack.name, "1.1"], way.ports[stack.name, "2"]
            way.ports[stack.name, "1.0"] = one
            if way.nginx is not None:
                nginx += ["server {", f"listen 127.0.0.1:{one} sndbuf=128k;", f"listen 127.0.0.1:{two} http2 sndbuf=128k;",
                    way.nginx, f"location / {{ proxy_pass http://127.0.0.1:{port}; }}", "}"]
            elif way.haproxy is not None:
                tcp = "mode tcp" in way.haproxy
                haproxy += [f"listen l{one}", f" bind 127.0.0.1:{one}" + ("" if tcp else " proto h1"),
                    f" bind 127.0.0.1:{two}" + ("" if tcp else " proto h2"),
                    " " + way.haproxy.format(gateway=f"127.0.0.1:{port}")]
                if "server g" not in way.haproxy:
                    haproxy.append(f" server g 127.0.0.1:{port}")
    (FOLDER / "nginx.conf").write_text("\n".join(nginx) + "\n}\n")
    (FOLDER / "haproxy.cfg").write_text("\n".join(haproxy) + "\n")
    start("nginx", ["nginx", "-e", "stderr", "-p", f"{FOLDER}/nginx/", "-c", FOLDER / "nginx.conf"])
    start("haproxy", ["haproxy", "-f", FOLDER / "haproxy.cfg"])
    for way in WAYS:
        if way.nginx is not None or way.haproxy is not None:
            accepts(way.ports[stacks[-1].name, "1.1"])


class Read:
    """One curl."""

    def __init__(self, stack, kind, way, version, form):
        self.stack, self.kind, self.way, self.version, self.form = stack, kind, way, version, form
        self.file = FOLDER / f"read-{len(reads)}"
        self.headers = pathlib.Path(f"{self.file}.headers")
        self.bytes = 0
        filled = f"&width={kind.width}" if kind.width else ""
        name = f"&as={self.file.name}" if kind.named else ""
        self.path = f"/v1/streams/{kind.stream}.{form}?count={kind.count}{kind.arguments}{filled}{name}"
        self.url = f"http://127.0.0.1:{way.ports[stack.name, version]}{self.path}"
        reads.append(self)

    def start(self, *options):
        self.curl = subprocess.Popen(["curl", "-s", self.kind.fail, VERSIONS[self.version], *self.way.options,
            *self.kind.options, *options, "-D", self.headers, "-o", self.file, self.url])

    def size(self):
        return self.file.stat().st_size if self.file.exists() else 0

    def there(self):
        return self.file.read_bytes() if self.file.exists() else b""

    def finish(self, seconds=120):
        try:
            self.code = self.curl.wait(seconds)
        except subprocess.TimeoutExpired:
            sys.exit(f"curl does not end: {self}")
        self.bytes = self.size()
        headers = self.headers.read_text() if self.headers.exists() else ""
        self.result = location(headers)  # the status leaves without, if the origin is slower than commit_after
        self.trailers = bool(re.search(r"^spillway-rows: ", headers, re.M | re.I))
        self.answer = re.search(r"^HTTP/\S+ (\d+)", headers)
        self.disk = self.judge(self.there(), expected(self.form, self.kind))
        if not self.kind.named:
            self.file.unlink(missing_ok=True)

    def judge(self, there, right):
        return ("whole" if there == right else "nothing" if not there
            else "a prefix" if right.startswith(there) else "SOMETHING ELSE")

    def ask(self, port=None):
        """What is said of the result, once it has ended."""
        self.status, self.rows = f"no result, {self.answer[1]}" if self.answer else "no answer", None
        for _ in range(400 if self.result else 0):
            status, body = get(port or self.way.ports[self.stack.name, "1.1"], f"{self.result}/status")
            if status != 200:
                self.status = str(status)
                return
            told = json.loads(body)
            self.status, self.rows = " ".join([told["state"], told.get("reason", "")]).strip(), told["rows"]
            self.message = told.get("message", "")
            if told["state"] in ("complete", "failed", "cancelled"):
                return
            time.sleep(0.1)

    def title(self):
        return self.kind.name

    def __str__(self):
        keys = ("code", "bytes", "disk", "status", "message")
        said = [f"{key} {getattr(self, key)}" for key in keys if hasattr(self, key)]
        return f"{self.title()}, {self.way.name}, HTTP/{self.version}, {self.form}: " + ", ".join(said)


class Again(Read):
    """The same curl with -C -."""

    def __init__(self, first, kind):
        self.first = first
        super().__init__(first.stack, kind, first.way, first.version, first.form)
        self.file, self.url, self.bytes = first.file, first.url, first.size()

    def title(self):
        return f"{self.first.title()} {self.kind.name}"

    def start(self):
        self.before = hashlib.sha256(self.there()).digest()
        super().start("-C", "-")

    def judge(self, there, right):
        return ("whole" if there == right else "untouched" if hashlib.sha256(there).digest() == self.before
            else "a longer prefix" if right.startswith(there) else "SOMETHING ELSE")

    def ask(self, port=None):
        self.status, self.rows = self.answer[1] if self.answer else "no answer", None


reads = []


def location(headers):
    found = re.search(r"^content-location: *(/v1/results/[^\s]*)\.\w+\s", headers, re.M | re.I)
    return found and found[1]


def get(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, body


def all_of(stack, kind, every_format=False):
    return [Read(stack, kind, way, version, form) for way in WAYS for version in way.versions
        for form in (FORMATS if way.recommended and every_format else way.formats())]


def some_of(stack, kind):
    """Without the ways that are neither recommended nor lie."""
    return [Read(stack, kind, way, version, form) for way in WAYS if way.recommended or way.lies
        for version in way.versions for form in way.formats()]


def agains(batch, kind):
    """The second try of each in CSV, and of all that came directly; not where the first one leaves no prefix."""
    return [Again(read, kind) for read in batch
        if (read.form == "csv" or read.way.name == "direct") and not read.way.garbles]


def run(batch, at_once=25):
    for i in range(0, len(batch), at_once):
        for read in batch[i : i + at_once]:
            read.start()
        for read in batch[i : i + at_once]:
            read.finish()
            read.ask()


def until_some_arrived(batch, then=lambda read: None):
    late = list(batch)
    for _ in range(1200):
        for read in list(late):
            if read.size() > read.bytes or read.curl.poll() is not None:
                late.remove(read)
                then(read)
        if not late:
            return
        time.sleep(0.05)
    sys.exit(f"nothing arrives: {late[0]}")


def until_complete(batch):
    """Until the origin has all of each result in its log."""
    for read in batch:
        for _ in range(600):
            url = f"http://127.0.0.1:{read.stack.origin_http}{read.path}"
            told = read.headers.read_text() if read.headers.exists() else ""
            if not location(told):
                told = subprocess.run(["curl", "-sI", url], capture_output=True, text=True).stdout
            path = location(told)
            if path and json.loads(get(read.stack.origin_http, f"{path}/status")[1])["state"] == "complete":
                break
            time.sleep(0.1)
        else:
            sys.exit(f"does not complete: {read}")


FAILED, LOST = "failed SOURCE_FAILED", "failed SOURCE_LOST"
PACED = "&pause=0.1"
QUICK = {"stream": "duck", "count": 7000, "width": 900, "options": ("--limit-rate", "500k"), "named": True}

BEFORE = Kind("source error before the first row", "duck", 60000, "&fail_at=1", disk="nothing", code=22,
    status="no result, 500")
SILENT = Kind("source error before the first row, after commit_after", "elephant", 1000, "&wait=7&fail_at=1",
    disk="nothing", status=FAILED)
MIDDLE = Kind("source error in the middle", "duck", 60000, "&fail_at=45000", named=True, status=FAILED)
LAST = Kind("source error in the last row", "elephant", 20000, "&fail_at=20000", status=FAILED)
BACK = Kind("origin killed, and back; the result was complete", **QUICK, disk="whole", status="complete")
LOST_AND_BACK = Kind("origin killed, and back; the source still ran", "elephant", 40000, PACED, named=True, status=LOST)
GONE = Kind("origin killed, stays away; the result was complete", **QUICK, status="503")
ORIGIN_DIES = Kind("origin killed, stays away; the source still ran", "elephant", 40000, PACED, named=True,
    status="503")
GATEWAY_DIES = Kind("gateway killed; the source ends within linger", "elephant", 40000, PACED, named=True,
    status="complete")
LINGERS = Kind("gateway killed; the source runs for longer", "elephant", 40000, "&pause=2", named=True,
    status="cancelled")
SLOW = Kind(f"{WAIT} s before the first row", "elephant", 2000, f"&wait={WAIT}", disk="whole", status="complete")
STALLS = Kind(f"reader stalls for {STALL} s", "duck", 7000, width=900, options=("--limit-rate", "2M"), disk="whole",
    status="complete")

MIDDLE_AGAIN = MIDDLE.again("then again", "410", code=22)
MIDDLE_BARE = MIDDLE.again("then again, without -f", "410", code=33, fail="-s")
BACK_AGAIN = BACK.again("then again", "416", "whole")
BACK_BARE = BACK.again("then again, without -f", "416", "whole", code=0, fail="-s")
LOST_AGAIN = LOST_AND_BACK.again("then again", "410")
GONE_AGAIN = GONE.again("then again", "503")
GONE_CUT = GONE.again("then again, when it is back, and killed once more", "206", "a longer prefix",
    options=QUICK["options"])
GONE_BACK = GONE.again("then again, when it is back", "206", "whole")
DIED_AGAIN = ORIGIN_DIES.again("then again", "503")
DIED_BACK = ORIGIN_DIES.again("then again, when it is back", "410")
GATEWAY_AGAIN = GATEWAY_DIES.again("then again, when the source has ended", "206", "whole")
RUNS_AGAIN = LINGERS.again("then again, while the source runs", "503")
LINGERS_AGAIN = LINGERS.again("then again, when the source was stopped", "410")
KINDS = [BEFORE, SILENT, MIDDLE, MIDDLE_AGAIN, MIDDLE_BARE, LAST, BACK, BACK_AGAIN, BACK_BARE, LOST_AND_BACK,
    LOST_AGAIN, GONE, GONE_AGAIN, GONE_CUT, GONE_BACK, ORIGIN_DIES, DIED_AGAIN, DIED_BACK, GATEWAY_DIES, GATEWAY_AGAIN,
    LINGERS, RUNS_AGAIN, LINGERS_AGAIN, SLOW, STALLS]


def problems(read):
    """What must not be."""
    good, kind, way, second = read.code == 0, read.kind, read.way, isinstance(read, Again)
    if read.disk == "SOMETHING ELSE" and (good or not way.garbles):
        yield "what is on disk is no prefix of the result"
    if good and read.disk != "whole" and (second or not way.lies):
        yield "LOOKS WHOLE"
    if read.status.startswith("complete") and read.rows != kind.count:
        yield f"complete with {read.rows} rows"
    if not way.recommended:
        return
    if read.disk == "whole" and not good and read.status != "416":  # -f makes 22 of it in curl 7.88
        yield "the exit code is not that of the file"
    if kind in (GONE, GONE_AGAIN, GONE_CUT, GONE_BACK) and way.reads_ahead and read.disk == "whole":
        return
    if read.disk != kind.disk:
        yield f"not {kind.disk}"
    if kind.code is not None and read.code != kind.code:
        yield f"not {kind.code}"
    if read.status != kind.status and (read.result or second or kind is BEFORE):
        yield f"not {kind.status}"


def table():
    print("| what happens | curl | on disk | status, or answer | ways |\n|---|---|---|---|---|")
    for kind in KINDS:
        title = kind.name
        for recommended in True, False:
            rows = {}
            for read in reads:
                if read.kind is kind and read.way.recommended == recommended:
                    code = f"{read.code}, LOOKS WHOLE" if read.code == 0 and read.disk != "whole" else f"{read.code}"
                    ways = rows.setdefault((code, read.disk, read.status), {}).setdefault(f"HTTP/{read.version}", {})
                    ways.setdefault(read.way.name, []).append(read.form)
            for said, by_version in rows.items():
                ways = "; ".join(f"{version}: " + ", ".join(named(*each, recommended) for each in ways.items())
                    for version, ways in by_version.items())
                print(f"| {title} | {' | '.join(said)} | {f'**{ways}**' if recommended else ways} |")
                title = ""


def named(way, forms, recommended):
    return way if not recommended or len(forms) == len(FORMATS) else f"{way} ({' '.join(forms)})"


def say(what):
    print(f"{time.monotonic() - began:.0f} s: {what}", file=sys.stderr)


def main():
    subprocess.run([SPILLWAY, "--version"], check=True, stdout=subprocess.DEVNULL)
    stays = Stack("stays", "{ linger: 1s }", "60s")
    for kind in KINDS:
        for form in FORMATS:
            expected(form, kind)
    stays.ready()
    dies = Stack("dies", "{ spool: { memory: 256KiB } }", "60s")
    start_proxies([stays, dies])

    slow, stalled = all_of(stays, SLOW), all_of(stays, STALLS)
    for i in range(0, len(slow), 10):
        for read in slow[i : i + 10]:
            read.start()
        time.sleep(0.3)
    say(f"{len(slow)} readers wait for the first row")
    dies.ready()
    for i in range(0, len(stalled), 10):
        for read in stalled[i : i + 10]:
            read.start()
        until_some_arrived(stalled[i : i + 10], lambda read: read.curl.send_signal(signal.SIGSTOP))
    over = time.monotonic() + STALL
    too_fast = [read for read in stalled if read.size() == len(expected(read.form, STALLS))]
    say(f"{len(stalled)} readers stall")

    batch, lost = some_of(dies, BACK), some_of(dies, LOST_AND_BACK)
    for read in batch:
        read.start()
    until_some_arrived(batch)
    until_complete(batch)
    for read in lost:
        read.start()
    until_some_arrived(lost)
    too_fast += [read for read in batch if read.size() == len(expected(read.form, BACK))]
    kill(dies.origin)
    dies.start_origin()
    for read in lost + batch:
        read.finish()
        read.ask()
    run(agains(batch, BACK_AGAIN) + agains(lost, LOST_AGAIN))
    run(agains(batch, BACK_BARE))
    say("an origin was killed, and came back")

    batch, lingering = all_of(dies, GATEWAY_DIES), some_of(dies, LINGERS)
    for read in lingering + batch:
        read.start()
    until_some_arrived(lingering + batch)
    kill(dies.gateway)
    for read in lingering + batch:
        read.finish()
    dies.start_gateway("3s")
    dies.ready()
    run(agains(lingering, RUNS_AGAIN))
    for read in batch:
        read.ask(dies.origin_http)
    run(agains(batch, GATEWAY_AGAIN))
    say("a gateway was killed")

    silent, middle = all_of(stays, SILENT), all_of(stays, MIDDLE, every_format=True)
    for read in silent:
        read.start()
    run(all_of(stays, BEFORE), 20)
    for read in silent:
        read.finish()
        read.ask()
    run(middle, 10)
    run(agains(middle, MIDDLE_AGAIN))
    run(agains([read for read in middle if read.way.recommended], MIDDLE_BARE))
    run(all_of(stays, LAST), 10)
    for read in lingering:
        read.ask()
    run(agains(lingering, LINGERS_AGAIN))
    say("sources failed")

    batch, died = some_of(dies, GONE), all_of(dies, ORIGIN_DIES)
    for read in batch:
        read.start()
    until_some_arrived(batch)
    until_complete(batch)
    for read in died:
        read.start()
    until_some_arrived(died)
    kill(dies.origin)
    for read in died + batch:
        read.finish()
        read.ask()
    run(agains(batch, GONE_AGAIN) + agains(died, DIED_AGAIN))
    dies.start_origin()
    dies.ready()
    run(agains(died, DIED_BACK))
    cut = agains(batch, GONE_CUT)
    for read in cut:
        read.start()
    until_some_arrived(cut)
    kill(dies.origin)
    for read in cut:
        read.finish()
        read.ask()
    dies.start_origin()
    dies.ready()
    run(agains(batch, GONE_BACK))
    kill(dies.gateway)
    kill(dies.origin)
    say("an origin was killed, and stayed away for a while")

    time.sleep(max(0, over - time.monotonic()))
    for read in stalled:
        read.curl.send_signal(signal.SIGCONT)
    for read in stalled + slow:
        read.finish()
        read.ask()
    say("all readers are back")

    table()
    wrong = [f"{read}: {problem}" for read in reads for problem in problems(read)]
    wrong += [f"{read}: did not stall" for read in too_fast]
    for kind in KINDS:
        seen = [read for read in reads if read.kind is kind and read.way.recommended and not isinstance(read, Again)]
        if seen and kind is not BEFORE and not any(read.result for read in seen):
            wrong.append(f"{kind.name}: no result has a name")
    for way in WAYS:
        seen = [read for read in reads if read.way is way]
        if way.lies and not any(read.code == 0 and read.disk != "whole" for read in seen):
            print(f"failures: {way.name} does not make a break look whole here")
        if way.recommended:
            told = any(read.trailers for read in seen if not isinstance(read, Again))
            print(f"failures: {way.name}: trailers {'arrive' if told else 'are dropped'}")
    if wrong:
        sys.exit("\n".join(wrong))
    looks = sum(read.code == 0 and read.disk != "whole" for read in reads)
    print(f"failures: {len(reads)} transfers; none looks whole that is not, but {looks} through settings that do that")


began = time.monotonic()
try:
    main()
finally:
    for read in reads:
        if hasattr(read, "curl") and read.curl.poll() is None:
            read.curl.kill()
    for process in running:
        if process.poll() is None:
            process.terminate() if process.name in ("nginx", "haproxy") else process.kill()
    for process in running:
        process.wait()
