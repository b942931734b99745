"""Reads the book shop with grpcio and checks that all of it arrived: read_books.py TARGET ROWS"""

import sys

import google_crc32c
import grpc
from recommendations.v1 import recommendations_pb2 as pb
from recommendations.v1 import recommendations_pb2_grpc

METHOD = "/recommendations.v1.Recommendations/GetRecommendBatches"


class Received:
    """Counts rows, and the bytes that the server's checksum covers: each row as field 1 of one long message."""

    def __init__(self):
        self.rows = self.size = self.crc = 0

    def books(self, books, data):
        for book in books:
            assert book.id == self.rows and book.title, f"row {self.rows}: {book}"
            self.rows += 1
        self.size += len(data)
        self.crc = google_crc32c.extend(self.crc, data)

    def compare(self, what, call, rows):
        """The trailer comes last: a stream without it is not complete."""
        told = {name: value for name, value in call.trailing_metadata() if name.startswith("spillway-")}
        mine = {
            "spillway-rows": str(self.rows),
            "spillway-bytes": str(self.size),
            "spillway-crc32c": f"{self.crc:08x}",
        }
        assert told == mine, f"{what}: {mine} (expected: {told})"
        assert self.rows == rows, f"{what}: {self.rows} rows (expected: {rows})"
        print(f"python, {what}: {self.rows} rows, {self.size} bytes, crc32c {self.crc:08x}")


def row_by_row(channel, request):
    """Each row serialised again: the bytes are those that the server made."""
    received = Received()
    call = recommendations_pb2_grpc.RecommendationsStub(channel).GetRecommendStream(request)
    for book in call:
        received.books([book], pb.BookRecommendations(recommendations=[book]).SerializeToString())
    received.compare("one row a message", call, request.max_results)


def in_batches(channel, request):
    """The messages' own bytes, as they came."""
    received = Received()
    call = channel.unary_stream(METHOD, pb.RecommendationRequest.SerializeToString, lambda data: data)(request)
    for data in call:
        received.books(pb.BookRecommendations.FromString(data).recommendations, data)
    received.compare("many rows a message", call, request.max_results)


def main():
    request = pb.RecommendationRequest(user_id=1, max_results=int(sys.argv[2]))
    with grpc.insecure_channel(sys.argv[1]) as channel:
        row_by_row(channel, request)
        in_batches(channel, request)


main()
