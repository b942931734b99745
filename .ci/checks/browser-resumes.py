"""Breaks downloads of a real Chromium, presses Resume on its downloads page, and compares the files.

browser-resumes.py SPILLWAY FOLDER
"""

import collections
import contextlib
import fcntl
import filecmp
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import threading
import time

SPILLWAY, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2])
STREAM = "/v1/streams/recommendations.csv?max_results=2000000"
REFERENCE = FOLDER / "reference.csv"
WAIT = 60  # seconds


def until(condition, what, seconds=WAIT):
    """Waits for what is true, and returns it."""
    over = time.monotonic() + seconds
    while time.monotonic() < over:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    sys.exit(f"browser-resumes: no {what} within {seconds} s")


def expect(holds, what, seen):
    if not holds:
        sys.exit(f"browser-resumes: {what}: {seen}")


class Server:
    """The book shop, always with the same spool."""

    def __init__(self):
        self.process = None
        self.port = 0
        self.start()

    def start(self):
        log = FOLDER / "serve.log"
        with log.open("wb") as file:
            command = [SPILLWAY, "serve", "--http-port", "0", "--grpc-port", "0"]
            self.process = subprocess.Popen(command, cwd=FOLDER, stdout=file, stderr=file)

        def is_up():
            expect(self.process.poll() is None, "the server did not start", log.read_text())
            return "\nready in " in log.read_text()

        until(is_up, "server", 600)
        self.port = int(re.search(r"^page .*:(\d+)/$", log.read_text(), re.MULTILINE).group(1))

    def kill(self):
        self.process.kill()
        self.process.wait()


class Proxy:
    """Stands between browser and server, one request a connection; breaks answers, and knows them all."""

    def __init__(self, server):
        self.server = server
        self.breaks = collections.deque()  # of the next answers: after so many bytes, or behind these
        self.exchanges = []  # heads: what was asked, what was answered
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            browser, _ = self.listener.accept()
            threading.Thread(target=self.connection, args=(browser,), daemon=True).start()

    def connection(self, browser):
        with browser, contextlib.suppress(OSError):
            head = self.head(browser)
            if not head.startswith(b"GET /v1/"):
                return
            at = self.breaks.popleft() if self.breaks else None
            with socket.create_connection(("localhost", self.server.port)) as server:
                server.sendall(head.replace(b"Connection: keep-alive", b"Connection: close"))
                answer = self.head(server)
                self.exchanges.append((head.decode(), answer.partition(b"\r\n\r\n")[0].decode()))
                self.forward(answer, server, browser, at)

    @staticmethod
    def head(peer):
        bytes_ = b""
        while b"\r\n\r\n" not in bytes_:
            more = peer.recv(65536)
            if not more:
                break
            bytes_ += more
        return bytes_

    @staticmethod
    def forward(bytes_, server, browser, at):
        sent, tail = 0, b""
        while bytes_:
            end = len(bytes_) + 1
            if isinstance(at, bytes):
                found = (tail + bytes_).find(at)
                end = end if found < 0 else found + len(at) - len(tail)
                tail = (tail + bytes_)[-len(at) :]
            elif at is not None:
                end = at - sent
            browser.sendall(bytes_[:end])
            sent += len(bytes_)
            if end <= len(bytes_):
                break
            bytes_ = server.recv(65536)
        browser.shutdown(socket.SHUT_RDWR)


class Chromium:
    """Driven over a pipe; JSON with a NUL behind it."""

    def __init__(self, profile):
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()
        # Out of the way of 3 and 4, where the browser looks for them.
        high = [fcntl.fcntl(each, fcntl.F_DUPFD, 100) for each in (theirs_in, theirs_out)]

        def hand_over():
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        command = ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"]
        command += ["--remote-debugging-pipe", f"--user-data-dir={profile}", "about:blank"]
        with (FOLDER / "chromium.log").open("wb") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=log, preexec_fn=hand_over, pass_fds=(3, 4, *high)
            )
        for each in (theirs_in, theirs_out, *high):
            os.close(each)
        self.source, self.sink = os.fdopen(ours_in, "rb", 0), os.fdopen(ours_out, "wb", 0)
        self.last = 0
        self.replies, self.states = {}, []
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        rest = b""
        while bytes_ := self.source.read(1 << 16):
            *messages, rest = (rest + bytes_).split(b"\0")
            for message in map(json.loads, messages):
                if "id" in message:
                    self.replies[message["id"]] = message
                elif message["method"] == "Browser.downloadProgress":
                    self.states.append(message["params"]["state"])

    def call(self, method, page=None, **parameters):
        self.last += 1
        message = {"id": self.last, "method": method, "params": parameters}
        self.sink.write(json.dumps(message | ({"sessionId": page} if page else {})).encode() + b"\0")
        reply = until(lambda: self.replies.pop(message["id"], None), f"answer to {method}")
        expect("result" in reply, method, reply)
        return reply["result"]

    def page(self, url):
        target = self.call("Target.createTarget", url=url)["targetId"]
        return self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def evaluate(self, page, expression):
        return self.call("Runtime.evaluate", page, expression=expression, returnByValue=True)["result"].get("value")


class Download:
    """One file, as the person sees it who asked for it."""

    ITEM = """[...document.querySelector("downloads-manager")?.shadowRoot?.querySelectorAll("downloads-item") ?? []]
        .map(item => item.shadowRoot).find(item => item.querySelector("#fileLink")?.href == URL)"""

    def __init__(self, chromium, proxy, name, path):
        self.chromium, self.proxy, self.name = chromium, proxy, name
        self.url = f"http://localhost:{proxy.port}{path}"
        self.folder = FOLDER / name.replace(" ", "-")
        self.folder.mkdir()
        self.clicks, self.clicked = 0, 0
        self.began = len(proxy.exchanges)
        chromium.states.clear()
        chromium.call(
            "Browser.setDownloadBehavior", behavior="allow", downloadPath=str(self.folder), eventsEnabled=True
        )
        chromium.call("Page.navigate", chromium.page("about:blank"), url=self.url)
        state = until(lambda: next((s for s in chromium.states if s != "inProgress"), None), f"end of {name}")
        files = self.files()
        expect(state == "canceled", f"{name}: taken for whole", files)
        expect(all(file.endswith(".crdownload") for file in files), f"{name}: looks whole", files)
        self.has = sum(files.values())
        self.downloads = chromium.page("chrome://downloads")

    def files(self):
        found = {}
        for file in self.folder.iterdir():
            with contextlib.suppress(FileNotFoundError):
                found[file.name] = file.stat().st_size
        return found

    def item(self, expression):
        """Of the file on the downloads page, which is `item`."""
        item = self.ITEM.replace("URL", json.dumps(self.url))
        return self.chromium.evaluate(self.downloads, f"(item => item && {expression})({item})")

    def button(self):
        return self.item('!item.querySelector("#pause-or-resume").hidden && item.querySelector("#tag").textContent')

    def resume(self):
        """Presses Resume, and again where it failed again and Chromium does not go on by itself, until the file is whole."""

        def is_whole():
            files = self.files()
            if files and not any(file.endswith(".crdownload") for file in files):
                return files
            if time.monotonic() - self.clicked > 10 and (self.button() or "").startswith("Failed"):
                self.clicks, self.clicked = self.clicks + 1, time.monotonic()
                self.item('(item.querySelector("#more-actions").click(), item.querySelector("#pause-or-resume").click())')
            return None

        until(self.button, f"Resume of {self.name}")
        files = until(is_whole, f"whole file of {self.name}")
        expect(len(files) == 1, self.name, files)
        (file,) = self.folder.iterdir()
        expect(filecmp.cmp(file, REFERENCE, shallow=False), f"{self.name}: other bytes", files)
        return self.proxy.exchanges[self.began :]


def fields(head):
    return {name.lower(): value for name, value in re.findall(r"^([^:\r\n]+): (.*?)\r?$", head, re.MULTILINE)}


def status(answer):
    return int(answer.split()[1])


def expect_rest(download, first, request, answer):
    """The request for what the file lacks, and its answer."""
    asked, told, size = fields(request), fields(answer), REFERENCE.stat().st_size
    expect(re.fullmatch(r"bytes=\d+-", asked.get("range", "")), f"{download.name}: Range", request)
    start = int(asked["range"][6:-1])
    expect(asked.get("if-range") == fields(first)["etag"], f"{download.name}: If-Range", request)
    expect(asked.get("accept-encoding") == "identity", f"{download.name}: Accept-Encoding", request)
    expect(status(answer) == 206, download.name, answer)
    expect(told["content-range"] == f"bytes {start}-{size - 1}/{size}", download.name, answer)
    expect(told["content-length"] == str(size - start), download.name, answer)
    return start


def say(download, words):
    print(f"{download.name}: {download.has} of {REFERENCE.stat().st_size} bytes kept, {words}: the same bytes")


def a_name(chromium, proxy):
    proxy.breaks.extend([20_000_000, 10_000_000])
    download = Download(chromium, proxy, "a name", STREAM + "&as=name")
    (_, first), *rests = download.resume()
    starts = [expect_rest(download, first, *rest) for rest in rests]
    expect(len(starts) == 2 and starts[0] == download.has < starts[1], "a name: starts", starts)
    say(download, f"206 from there, broken again, 206 from {starts[1]}, Resume pressed {download.clicks}×")


def an_id_of_a_killed_server(chromium, proxy, location):
    proxy.breaks.append(30_000_000)
    download = Download(chromium, proxy, "an id of a killed server", location)
    proxy.server.kill()
    proxy.server.start()
    (_, first), rest = download.resume()
    expect(expect_rest(download, first, *rest) == download.has, download.name, rest)
    say(download, "206 from there by the next server")


def nothing_but_the_trailers(chromium, proxy):
    proxy.breaks.append(b"\nspillway-bytes: 5")
    download = Download(chromium, proxy, "nothing but trailers", STREAM + "&as=trailers")
    expect(download.has == REFERENCE.stat().st_size, download.name, download.has)
    codes = [status(answer) for _, answer in download.resume()]
    expect(codes == [200, 416, 200], download.name, codes)
    say(download, "416, and all of it again")


def no_name(chromium, proxy):
    proxy.breaks.append(1_000_000)
    download = Download(chromium, proxy, "no name", STREAM)
    (_, first), (request, again) = download.resume()
    expect("content-encoding" in fields(first), "no name", first)
    expect("range" not in fields(request) and status(again) == 200, "no name", request + again)
    say(download, f"{fields(first)['content-encoding']}, another result from its start")


def main():
    server = Server()
    chromium = None
    try:
        url = f"http://localhost:{server.port}{STREAM}"
        head = subprocess.run(
            ["curl", "-sSf", "-D", "-", "-o", REFERENCE, url], check=True, stdout=subprocess.PIPE, text=True
        ).stdout
        chromium = Chromium(FOLDER / "profile")
        print(chromium.call("Browser.getVersion")["product"])
        proxy = Proxy(server)
        a_name(chromium, proxy)
        nothing_but_the_trailers(chromium, proxy)
        no_name(chromium, proxy)
        an_id_of_a_killed_server(chromium, proxy, fields(head)["content-location"])
    finally:
        server.kill()
        if chromium:
            chromium.process.terminate()
            chromium.process.wait(WAIT)


main()
