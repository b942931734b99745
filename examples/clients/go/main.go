// Reads the book shop with grpc-go and checks that all of it arrived: books TARGET ROWS
package main

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"log"
	"os"
	"strconv"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/proto"

	pb "books/recommendations/v1"
)

// received counts rows, and the bytes that the server's checksum covers: each row as field 1 of one long message.
type received struct {
	rows, bytes int64
	crc         uint32
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// add serialises the rows again: the bytes are those that the server made.
func (r *received) add(books ...*pb.BookRecommendation) error {
	for _, book := range books {
		if int64(book.GetId()) != r.rows || book.GetTitle() == "" {
			return fmt.Errorf("row %d: %v", r.rows, book)
		}
		r.rows++
	}
	data, err := proto.Marshal(&pb.BookRecommendations{Recommendations: books})
	if err != nil {
		return err
	}
	r.bytes += int64(len(data))
	r.crc = crc32.Update(r.crc, castagnoli, data)
	return nil
}

// read takes message after message. The trailer comes last: a stream without it is not complete.
func read[M any](what string, rows int64, stream grpc.ServerStreamingClient[M], books func(*M) []*pb.BookRecommendation) error {
	var got received
	for {
		message, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if err := got.add(books(message)...); err != nil {
			return err
		}
	}
	for name, value := range map[string]string{
		"spillway-rows":   strconv.FormatInt(got.rows, 10),
		"spillway-bytes":  strconv.FormatInt(got.bytes, 10),
		"spillway-crc32c": fmt.Sprintf("%08x", got.crc),
	} {
		if told := stream.Trailer().Get(name); len(told) != 1 || told[0] != value {
			return fmt.Errorf("%s: %s %s (expected: %v)", what, name, value, told)
		}
	}
	if got.rows != rows {
		return fmt.Errorf("%s: %d rows (expected: %d)", what, got.rows, rows)
	}
	fmt.Printf("go, %s: %d rows, %d bytes, crc32c %08x\n", what, got.rows, got.bytes, got.crc)
	return nil
}

func run(target string, rows int64) error {
	connection, err := grpc.NewClient(target, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer connection.Close()
	client := pb.NewRecommendationsClient(connection)
	request := &pb.RecommendationRequest{UserId: 1, MaxResults: rows}

	stream, err := client.GetRecommendStream(context.Background(), request)
	if err != nil {
		return err
	}
	one := func(book *pb.BookRecommendation) []*pb.BookRecommendation { return []*pb.BookRecommendation{book} }
	if err := read("one row a message", rows, stream, one); err != nil {
		return err
	}
	batches, err := client.GetRecommendBatches(context.Background(), request)
	if err != nil {
		return err
	}
	return read("many rows a message", rows, batches, (*pb.BookRecommendations).GetRecommendations)
}

func main() {
	rows, err := strconv.ParseInt(os.Args[2], 10, 64)
	if err == nil {
		err = run(os.Args[1], rows)
	}
	if err != nil {
		log.Fatal(err)
	}
}
