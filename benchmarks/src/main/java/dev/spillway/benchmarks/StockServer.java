package dev.spillway.benchmarks;

import dev.spillway.benchmarks.stock.v1.StockBatch;
import dev.spillway.benchmarks.stock.v1.StockGrpc;
import dev.spillway.benchmarks.stock.v1.StockRequest;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import recommendations.v1.BookRecommendation;

/**
 * The yardstick: a stock grpc-java service that sends rows which were built before anybody asked, with flow control by
 * {@code isReady}. Prints its port.
 */
final class StockServer extends StockGrpc.StockImplBase {
    private static final int PREBUILT = 1_000_000;
    private static final int ROWS_PER_BATCH = 1_000;

    private final List<BookRecommendation> rows = new ArrayList<>(PREBUILT);

    private StockServer() {
        String[] first = {
            "The Silent", "A Brief History of", "The Art of", "Notes on", "Beyond", "The Last", "Letters from"
        };
        String[] second = {"River", "Mountain", "Garden", "Machine", "Harbour", "Winter", "Library", "Lighthouse"};
        for (int id = 0; id < PREBUILT; id++) {
            String title = first[id % first.length] + " " + second[(id / first.length) % second.length];
            rows.add(BookRecommendation.newBuilder().setId(id).setTitle(title).build());
        }
    }

    public static void main(String[] args) throws Exception {
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new StockServer())
                .build()
                .start();
        System.out.println("port " + server.getPort());
        server.awaitTermination();
    }

    @Override
    public void rows(StockRequest request, StreamObserver<BookRecommendation> observer) {
        send(observer, request.getRows(), at -> rows.get((int) (at % PREBUILT)));
    }

    @Override
    public void batches(StockRequest request, StreamObserver<StockBatch> observer) {
        long batches = request.getRows() / ROWS_PER_BATCH;
        send(observer, batches, batch -> {
            int from = (int) (batch * ROWS_PER_BATCH % PREBUILT);
            return StockBatch.newBuilder()
                    .addAllRows(rows.subList(from, from + ROWS_PER_BATCH))
                    .build();
        });
    }

    private static <T> void send(StreamObserver<T> observer, long messages, LongFunction<T> message) {
        ServerCallStreamObserver<T> call = (ServerCallStreamObserver<T>) observer;
        long[] sent = {0};
        call.setOnReadyHandler(() -> {
            while (call.isReady() && sent[0] < messages) {
                call.onNext(message.apply(sent[0]++));
            }
            if (sent[0] == messages) {
                sent[0]++;
                call.onCompleted();
            }
        });
    }
}
