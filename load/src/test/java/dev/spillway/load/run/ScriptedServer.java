package dev.spillway.load.run;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.spillway.load.rows.Form;
import dev.spillway.load.rows.Shop;
import dev.spillway.wire.Content;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.ParameterType;
import dev.spillway.wire.Replay;
import dev.spillway.wire.Slice;
import dev.spillway.wire.StreamInfo;
import dev.spillway.wire.Value;
import dev.spillway.wire.codec.DescriptionCodec;
import dev.spillway.wire.v1.ListStreamsResponse;
import dev.spillway.wire.v1.ReadRequest;
import io.grpc.reflection.v1.FileDescriptorResponse;
import io.grpc.reflection.v1.ListServiceResponse;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrame;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A server over real sockets that serves the book shop in every scenario, and lies where it is told to. */
final class ScriptedServer implements AutoCloseable {
    static final String STREAM = "books";

    /** What is sent: headers, a body in pieces, trailers or a reset. */
    record Answer(String status, Slice body, int piece, Map<String, String> trailers, boolean reset) {
        static Answer of(byte[] body, int piece, Map<String, String> trailers) {
            return new Answer("200", Slice.of(body), piece, trailers, false);
        }

        static Answer message(byte[] message) {
            return of(Shop.messages(List.of(message)), Integer.MAX_VALUE, Map.of("grpc-status", "0"));
        }
    }

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Map<Scenario, Function<List<byte[]>, Answer>> lies = new ConcurrentHashMap<>();
    private final int mostUnaryRows;
    private final Channel channel;

    /** @param mostUnaryRows what one message carries */
    ScriptedServer(int mostUnaryRows) throws InterruptedException {
        this.mostUnaryRows = mostUnaryRows;
        channel = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connection
                                .pipeline()
                                .addLast(
                                        Http2FrameCodecBuilder.forServer()
                                                .initialSettings(Http2Settings.defaultSettings())
                                                .build(),
                                        new Http2MultiplexHandler(new ChannelInitializer<>() {
                                            @Override
                                            protected void initChannel(Channel stream) {
                                                stream.pipeline().addLast(new Answering());
                                            }
                                        }));
                    }
                })
                .bind("localhost", 0)
                .sync()
                .channel();
    }

    Target target() {
        return new Target("localhost", ((InetSocketAddress) channel.localAddress()).getPort());
    }

    /** Answers a scenario so from now on; the rows are those that should be sent. */
    void lie(Scenario scenario, Function<List<byte[]>, Answer> answer) {
        lies.put(scenario, answer);
    }

    /** Rows in the form of a scenario, in pieces. */
    static Answer honest(Scenario scenario, List<byte[]> rows) {
        Form form = scenario.form();
        byte[] body = scenario == Scenario.UNARY
                ? Shop.messages(List.of(Shop.canonical(rows).toByteArray()))
                : Shop.body(form, rows);
        return Answer.of(body, 100, Shop.trailers(form, rows));
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private Answer answer(String path, byte[] request) throws InvalidProtocolBufferException {
        byte[] message = request.length < 5 ? request : Arrays.copyOfRange(request, 5, request.length);
        return switch (path.replaceFirst("\\?.*", "")) {
            case "/spillway.v1.ResultService/ListStreams" ->
                Answer.message(ListStreamsResponse.newBuilder()
                        .addStreams(DescriptionCodec.toMessage(new StreamInfo(
                                STREAM,
                                List.of(new Parameter(
                                        "max_results",
                                        ParameterType.INT64,
                                        new Value.Int64(10),
                                        Optional.empty(),
                                        Optional.empty())),
                                new Content.Rows(Shop.SCHEMA),
                                Replay.NONE)))
                        .build()
                        .toByteArray());
            case "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo" ->
                Answer.message(
                        reflection(ServerReflectionRequest.parseFrom(message)).toByteArray());
            case "/spillway.v1.ResultService/Read" ->
                rows(
                        Scenario.NATIVE,
                        Integer.parseInt(ReadRequest.parseFrom(message)
                                .getQuery()
                                .getParametersOrThrow("max_results")
                                .getString()));
            case "/shop.v1.Shop/GetBooks" -> rows(Scenario.UNARY, typed(message));
            case "/shop.v1.Shop/StreamBooks" -> rows(Scenario.STREAM_ROW, typed(message));
            case "/shop.v1.Shop/StreamBatches" -> rows(Scenario.STREAM_BATCH, typed(message));
            case "/v1/streams/books.json" -> rows(Scenario.REST, query(path));
            case "/v1/streams/books.ndjson" -> rows(Scenario.HTTP_NDJSON, query(path));
            case "/v1/streams/books.csv" -> rows(Scenario.HTTP_CSV, query(path));
            default -> new Answer("404", Slice.of(new byte[] {'?'}), 1, Map.of("x", "y"), false);
        };
    }

    private static ServerReflectionResponse reflection(ServerReflectionRequest request) {
        return request.hasListServices()
                ? ServerReflectionResponse.newBuilder()
                        .setListServicesResponse(ListServiceResponse.newBuilder()
                                .addService(ServiceResponse.newBuilder().setName(Shop.SERVICE)))
                        .build()
                : ServerReflectionResponse.newBuilder()
                        .setFileDescriptorResponse(
                                FileDescriptorResponse.newBuilder().addFileDescriptorProto(Shop.FILE.toByteString()))
                        .build();
    }

    private static int query(String path) {
        return Integer.parseInt(path.replaceFirst(".*max_results=", ""));
    }

    /** The request has one field, 1: a varint of one or two bytes here; absent: 0. */
    private static int typed(byte[] message) {
        return switch (message.length) {
            case 0 -> 0;
            case 2 -> message[1];
            default -> (message[1] & 0x7F) | message[2] << 7;
        };
    }

    private Answer rows(Scenario scenario, int count) {
        if (scenario == Scenario.UNARY && count > mostUnaryRows) {
            return Answer.of(
                    new byte[0], 1, Map.of("grpc-status", "8", "grpc-message", "more than " + mostUnaryRows + " rows"));
        }
        return lies.getOrDefault(scenario, rows -> honest(scenario, rows)).apply(Shop.rows(count));
    }

    private final class Answering extends SimpleChannelInboundHandler<Http2StreamFrame> {
        private final ByteArrayOutputStream request = new ByteArrayOutputStream();
        private String path = "";

        @Override
        protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) throws Exception {
            boolean last = false;
            if (frame instanceof Http2HeadersFrame headers) {
                path = headers.headers().path().toString();
                last = headers.isEndStream();
            } else if (frame instanceof Http2DataFrame data) {
                data.content().readBytes(request, data.content().readableBytes());
                last = data.isEndStream();
            }
            if (last) {
                send(context, answer(path, request.toByteArray()));
            }
        }

        private static void send(ChannelHandlerContext context, Answer answer) {
            ChannelFuture _ = context.write(new DefaultHttp2HeadersFrame(
                    new DefaultHttp2Headers().status(answer.status()).add("content-type", "application/grpc")));
            Slice body = answer.body();
            for (int from = 0; from < body.length(); from += answer.piece()) {
                int size = Math.min(answer.piece(), body.length() - from);
                ChannelFuture _ = context.writeAndFlush(new DefaultHttp2DataFrame(
                        Unpooled.wrappedBuffer(body.sub(from, size).asByteBuffer())));
                if (size == body.length() - from) {
                    break;
                }
            }
            if (answer.reset()) {
                ChannelFuture _ = context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR));
            } else {
                Http2Headers trailers = new DefaultHttp2Headers();
                answer.trailers().forEach(trailers::add);
                ChannelFuture _ = context.writeAndFlush(new DefaultHttp2HeadersFrame(trailers, true));
            }
        }
    }
}
