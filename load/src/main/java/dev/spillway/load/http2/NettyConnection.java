package dev.spillway.load.http2;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AsciiString;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connection over Netty's HTTP/2 codec, below its streams: a DATA frame is one call. */
final class NettyConnection implements Connection {
    /** Credit of a stream and of its connection: what grpc-java's readers come to. */
    private static final int WINDOW = 1 << 20;

    private static final int CONNECT_MILLIS = 10_000;

    private final EventLoop eventLoop;
    private final Class<? extends Channel> channelType;
    private final String host;
    private final int port;
    private @Nullable Open open;

    NettyConnection(EventLoop eventLoop, Class<? extends Channel> channelType, String host, int port) {
        this.eventLoop = eventLoop;
        this.channelType = channelType;
        this.host = host;
        this.port = port;
    }

    @Override
    public Exchange send(Request request, Receiver receiver) {
        Open current = open;
        if (current == null || !current.takesRequests()) {
            current = new Open();
            open = current;
        }
        return current.send(request, receiver);
    }

    @Override
    public void close() {
        Open current = open;
        open = null;
        if (current != null) {
            current.close();
        }
    }

    /** One TCP connection, from connecting on. */
    private final class Open {
        private final Frames frames = new Frames();
        private final Http2ConnectionHandler handler = new Http2ConnectionHandlerBuilder()
                .server(false)
                .frameListener(frames)
                .initialSettings(
                        Http2Settings.defaultSettings().pushEnabled(false).initialWindowSize(WINDOW))
                .gracefulShutdownTimeoutMillis(0)
                .build();
        private final ChannelFuture connecting;
        private boolean goesAway;

        Open() {
            connecting = new Bootstrap()
                    .group(eventLoop)
                    .channel(channelType)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                    .handler(new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel channel) {
                            channel.pipeline().addLast(handler, new Ending(frames));
                        }
                    })
                    .connect(host, port);
        }

        boolean takesRequests() {
            return !goesAway && (!connecting.isDone() || connecting.channel().isActive());
        }

        Exchange send(Request request, Receiver receiver) {
            Call call = new Call(this, receiver);
            if (connecting.isDone()) {
                send(request, call);
            } else {
                connecting.addListener(done -> send(request, call));
            }
            return call;
        }

        private void send(Request request, Call call) {
            if (call.over) {
                return;
            }
            if (!connecting.isSuccess()) {
                call.broken("no connection to " + host + ":" + port + ": " + reason(connecting.cause()));
                return;
            }
            ChannelHandlerContext context = connecting.channel().pipeline().context(handler);
            if (frames.context == null) {
                frames.context = context;
                widen(context);
            }
            int id = handler.connection().local().incrementAndGetNextStreamId();
            call.id = id;
            frames.calls.put(id, call);
            Http2Headers headers = new DefaultHttp2Headers()
                    .method(request.method())
                    .scheme("http")
                    .authority(host + ":" + port)
                    .path(request.path());
            request.headers().forEach(headers::add);
            boolean bodyless = request.body().isEmpty();
            ChannelFuture _ = handler.encoder().writeHeaders(context, id, headers, 0, bodyless, context.newPromise());
            if (!bodyless) {
                ChannelFuture _ = handler.encoder()
                        .writeData(
                                context,
                                id,
                                Unpooled.wrappedBuffer(request.body().asByteBuffer()),
                                0,
                                true,
                                context.newPromise());
            }
            // Not the context's: what flow control holds back is written by the handler.
            handler.flush(context);
        }

        /** The connection has 65,535 bytes of credit, whatever the settings say of its streams (RFC 9113, 6.9.2). */
        private void widen(ChannelHandlerContext context) {
            try {
                Http2Stream connection = handler.connection().connectionStream();
                Http2LocalFlowController flow = handler.connection().local().flowController();
                int missing = WINDOW - flow.initialWindowSize(connection);
                if (missing > 0) {
                    flow.incrementWindowSize(connection, missing);
                }
            } catch (Http2Exception e) {
                context.fireExceptionCaught(e);
            }
        }

        private void consumed(Call call, int bytes) {
            Http2Stream stream = handler.connection().stream(call.id);
            ChannelHandlerContext context = frames.context;
            if (stream == null || context == null) {
                return;
            }
            try {
                if (handler.connection().local().flowController().consumeBytes(stream, bytes)) {
                    context.flush();
                }
            } catch (Http2Exception e) {
                context.fireExceptionCaught(e);
            }
        }

        private void cancel(Call call) {
            frames.calls.remove(call.id);
            ChannelHandlerContext context = frames.context;
            if (context != null && call.id > 0) {
                ChannelFuture _ = handler.encoder()
                        .writeRstStream(context, call.id, Http2Error.CANCEL.code(), context.newPromise());
                context.flush();
            }
        }

        private void close() {
            goesAway = true;
            // Without a GOAWAY: a process that is killed sends none.
            connecting.channel().unsafe().close(connecting.channel().voidPromise());
        }

        /** Frames as they come. */
        private final class Frames extends Http2FrameAdapter {
            private final Map<Integer, Call> calls = new HashMap<>();
            private byte[] array = new byte[Http2CodecUtil.DEFAULT_MAX_FRAME_SIZE];
            private @Nullable ChannelHandlerContext context;

            @Override
            public int onDataRead(
                    ChannelHandlerContext context, int id, ByteBuf data, int padding, boolean endOfStream) {
                int length = data.readableBytes();
                Call call = calls.get(id);
                boolean taken = true;
                if (call != null) {
                    if (array.length < length) {
                        array = new byte[length];
                    }
                    data.readBytes(array, 0, length);
                    taken = call.receiver.data(array, 0, length);
                    if (endOfStream) {
                        end(id, Map.of());
                    }
                }
                return (taken ? length : 0) + padding;
            }

            @Override
            public void onHeadersRead(
                    ChannelHandlerContext context, int id, Http2Headers headers, int padding, boolean endOfStream) {
                Call call = calls.get(id);
                if (call == null) {
                    return;
                }
                Map<String, String> values = values(headers);
                if (!call.hasHeaders) {
                    call.hasHeaders = true;
                    call.receiver.headers(values);
                }
                if (endOfStream) {
                    end(id, values);
                }
            }

            @Override
            public void onHeadersRead(
                    ChannelHandlerContext context,
                    int id,
                    Http2Headers headers,
                    int dependency,
                    short weight,
                    boolean exclusive,
                    int padding,
                    boolean endOfStream) {
                onHeadersRead(context, id, headers, padding, endOfStream);
            }

            @Override
            public void onRstStreamRead(ChannelHandlerContext context, int id, long error) {
                Call call = calls.remove(id);
                if (call != null) {
                    call.broken("reset by the server: " + Http2Error.valueOf(error));
                }
            }

            @Override
            public void onGoAwayRead(ChannelHandlerContext context, int lastId, long error, ByteBuf debug) {
                goesAway = true;
            }

            private void end(int id, Map<String, String> trailers) {
                Call call = calls.remove(id);
                if (call != null && !call.over) {
                    call.over = true;
                    call.receiver.end(trailers);
                }
            }

            private void broken(String why) {
                goesAway = true;
                List<Call> left = List.copyOf(calls.values());
                calls.clear();
                left.forEach(call -> call.broken(why));
            }
        }
    }

    /** Tells those who wait that nothing will come. */
    private static final class Ending extends ChannelInboundHandlerAdapter {
        private final Open.Frames frames;

        Ending(Open.Frames frames) {
            this.frames = frames;
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            frames.broken("the connection broke");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            frames.broken(reason(cause));
            ChannelFuture _ = context.close();
        }
    }

    private static final class Call implements Exchange {
        private final Open connection;
        private final Receiver receiver;
        private int id;
        private boolean hasHeaders;
        private boolean over;

        Call(Open connection, Receiver receiver) {
            this.connection = connection;
            this.receiver = receiver;
        }

        @Override
        public void consumed(int bytes) {
            connection.consumed(this, bytes);
        }

        @Override
        public void cancel() {
            if (!over) {
                over = true;
                connection.cancel(this);
            }
        }

        private void broken(String why) {
            if (!over) {
                over = true;
                receiver.broken(why);
            }
        }
    }

    private static Map<String, String> values(Http2Headers headers) {
        Map<String, String> values = HashMap.newHashMap(headers.size());
        for (Map.Entry<CharSequence, CharSequence> each : headers) {
            values.put(AsciiString.of(each.getKey()).toString(), each.getValue().toString());
        }
        return values;
    }

    private static String reason(@Nullable Throwable cause) {
        if (cause == null) {
            return "unknown";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
