"""Locust users of the book shop: the same rows over REST, and over gRPC in one message, one a message, many a message."""

import contextlib
import importlib
import pathlib
import sys
import tempfile
import time

import grpc
from grpc.experimental import ChannelOptions, gevent
from grpc_tools import protoc
from locust import FastHttpUser, User, events, task

PROTOS = pathlib.Path(__file__).resolve().parent.parent / "bookshop"
PROTO = "recommendations/v1/recommendations.proto"
SERVICE = "/recommendations.v1.Recommendations/"

# Each user has a connection of its own; a stream is read by the thread that asked for it, which is faster.
CHANNEL = [("grpc.use_local_subchannel_pool", 1), (ChannelOptions.SingleThreadedUnaryStream, 1)]


def messages():
    """The module of the .proto's messages, compiled into a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        if protoc.main(["protoc", f"-I{PROTOS}", f"--python_out={folder}", PROTO]) != 0:
            raise SystemExit(f"{PROTO}: protoc failed")
        sys.path.insert(0, folder)
        try:
            return importlib.import_module("recommendations.v1.recommendations_pb2")
        finally:
            sys.path.remove(folder)


gevent.init_gevent()
pb = messages()


@events.init_command_line_parser.add_listener
def add_arguments(parser):
    """What all users ask for, and where the gRPC ones ask."""
    parser.add_argument("--max-results", type=int, default=100_000, help="rows of each request")
    parser.add_argument("--grpc-target", default="localhost:50051", help="host:port of the gRPC users")


class Wrong(Exception):
    """An answer that is not what was asked for."""


class Received:
    """Counts the rows and bytes of an answer, and times it from the moment that it was asked for."""

    def __init__(self):
        self.began = time.perf_counter()
        self.rows = self.size = 0

    def add(self, ids, size):
        """Rows as they come: ids 0, 1, 2 and so on, without a gap."""
        for found in ids:
            if found != self.rows:
                raise Wrong(f"id {found} (expected: {self.rows})")
            self.rows += 1
        self.size += size

    def end(self, rows):
        """All rows came, and no more."""
        if self.rows != rows:
            raise Wrong(f"{self.rows} rows (expected: {rows})")

    def compare(self, call):
        """The trailer comes last: an answer without it is not complete."""
        told = dict(call.trailing_metadata() or ()).get("spillway-rows")
        if told != str(self.rows):
            raise Wrong(f"{self.rows} rows (spillway-rows: {told})")

    def milliseconds(self):
        """The time so far."""
        return (time.perf_counter() - self.began) * 1000


class RestUser(FastHttpUser):
    """All rows as one JSON array, not compressed, as with gRPC."""

    host = "http://localhost:3333"

    @task
    def recommendations(self):
        """Reads and parses the whole body; the time includes both."""
        rows = self.environment.parsed_options.max_results
        path = f"/v1/streams/recommendations.json?max_results={rows}"
        headers = {"Accept-Encoding": "identity"}
        received = Received()
        with self.client.get(path, name="recommendations.json", headers=headers, catch_response=True) as response:
            if response.request_meta["exception"]:
                return  # which Locust reports
            try:
                received.add((row["id"] for row in response.json()), len(response.content))
                received.end(rows)
            except (Wrong, ValueError, KeyError, TypeError) as error:
                response.failure(error)
            response.request_meta["response_time"] = received.milliseconds()


class GrpcUser(User):
    """What the gRPC users have in common."""

    abstract = True

    def on_start(self):
        """Connects; the messages stay bytes, so that their size is known."""
        options = self.environment.parsed_options
        self.request = pb.RecommendationRequest(user_id=1, max_results=options.max_results)
        self.channel = grpc.insecure_channel(options.grpc_target, CHANNEL)

    def on_stop(self):
        """Ends what still runs."""
        self.channel.close()

    def report(self, name, received, error=None):
        """One entry of Locust's statistics."""
        self.environment.events.request.fire(
            request_type="gRPC",
            name=name,
            response_time=received.milliseconds(),
            response_length=received.size,
            exception=error,
            context=self.context(),
        )

    @contextlib.contextmanager
    def reported(self, name):
        """Reports what the block received, and what went wrong in it."""
        received, error = Received(), None
        try:
            yield received
            received.end(self.request.max_results)
        except grpc.RpcError as broken:
            error = Wrong(f"{broken.code().name}: {broken.details()}")
        except Wrong as wrong:
            error = wrong
        self.report(name, received, error)

    def stream(self, name, ids):
        """Reads a stream; ids makes a message's bytes the ids of its rows."""
        method = self.channel.unary_stream(SERVICE + name, pb.RecommendationRequest.SerializeToString)
        with self.reported(name) as received:
            call = method(self.request)
            try:
                for data in call:
                    first = received.rows == 0
                    received.add(ids(data), len(data))
                    if first and received.rows:
                        self.report(f"{name} first row", received)
                received.compare(call)
            finally:
                call.cancel()


def ids_of_books(data):
    """The ids of a message with many rows."""
    return (book.id for book in pb.BookRecommendations.FromString(data).recommendations)


def id_of_book(data):
    """The id of a message that is one row."""
    return (pb.BookRecommendation.FromString(data).id,)


class UnaryUser(GrpcUser):
    """All rows in one message."""

    @task
    def recommendations(self):
        """Reads one message."""
        method = self.channel.unary_unary(SERVICE + "GetRecommendBooks", pb.RecommendationRequest.SerializeToString)
        with self.reported("GetRecommendBooks") as received:
            data, call = method.with_call(self.request)
            received.add(ids_of_books(data), len(data))
            received.compare(call)


class StreamUser(GrpcUser):
    """One row a message."""

    @task
    def recommendations(self):
        """Reads a message for every row."""
        self.stream("GetRecommendStream", id_of_book)


class BatchUser(GrpcUser):
    """Many rows a message."""

    @task
    def recommendations(self):
        """Reads a message for every chunk of rows."""
        self.stream("GetRecommendBatches", ids_of_books)
