package dev.spillway.load.rows;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import dev.spillway.render.Format;
import dev.spillway.render.Out;
import dev.spillway.render.Renderer;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.Content;
import dev.spillway.wire.Crc32c;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Position;
import dev.spillway.wire.Replay;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.ResumeToken;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Slice;
import dev.spillway.wire.codec.FrameCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** A small book shop that writes its rows in every form: what an honest sender sends, and what a lying one may. */
public final class Shop {
    public static final String MESSAGE = "shop.v1.Book";
    public static final String SERVICE = "shop.v1.Shop";
    public static final FileDescriptorProto FILE = file();
    public static final RowSchema SCHEMA =
            RowSchema.of(FileDescriptorSet.newBuilder().addFile(FILE).build(), MESSAGE);

    public static final ResultId RESULT = ResultId.create("shop");

    private static final int ROWS_A_MESSAGE = 7;
    private static final List<String> TITLES =
            List.of("Dune", "Emma, and \"more\"", "two\nlines", "", "Ünïcode ≠ ASCII");

    private Shop() {}

    private static FileDescriptorProto file() {
        DescriptorProto book = DescriptorProto.newBuilder()
                .setName("Book")
                .addField(field("id", 1, FieldDescriptorProto.Type.TYPE_INT32))
                .addField(field("title", 2, FieldDescriptorProto.Type.TYPE_STRING))
                .build();
        DescriptorProto books = DescriptorProto.newBuilder()
                .setName("Books")
                .addField(field("books", 1, FieldDescriptorProto.Type.TYPE_MESSAGE).toBuilder()
                        .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED)
                        .setTypeName("." + MESSAGE))
                .build();
        DescriptorProto request = DescriptorProto.newBuilder()
                .setName("BooksRequest")
                .addField(field("max_results", 1, FieldDescriptorProto.Type.TYPE_INT64))
                .build();
        return FileDescriptorProto.newBuilder()
                .setName("shop/v1/shop.proto")
                .setPackage("shop.v1")
                .setSyntax("proto3")
                .addMessageType(book)
                .addMessageType(books)
                .addMessageType(request)
                .addService(ServiceDescriptorProto.newBuilder()
                        .setName("Shop")
                        .addMethod(method("GetBooks", "Books", false))
                        .addMethod(method("StreamBooks", "Book", true))
                        .addMethod(method("StreamBatches", "Books", true)))
                .build();
    }

    private static MethodDescriptorProto method(String name, String output, boolean streams) {
        return MethodDescriptorProto.newBuilder()
                .setName(name)
                .setInputType(".shop.v1.BooksRequest")
                .setOutputType(".shop.v1." + output)
                .setServerStreaming(streams)
                .build();
    }

    private static FieldDescriptorProto field(String name, int number, FieldDescriptorProto.Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                .build();
    }

    /** The first rows of the shop, each its protobuf encoding. */
    public static List<byte[]> rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> row(i, TITLES.get(i % TITLES.size())))
                .toList();
    }

    public static byte[] row(int id, String title) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            if (id != 0) {
                out.writeInt32(1, id);
            }
            if (!title.isEmpty()) {
                out.writeString(2, title);
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Rows as canonical bytes. */
    public static Slice canonical(List<byte[]> rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            for (byte[] row : rows) {
                out.writeByteArray(1, row);
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Slice.of(bytes.toByteArray());
    }

    public static Position total(List<byte[]> rows) {
        Slice bytes = canonical(rows);
        return new Position(bytes.length(), rows.size(), bytes.crc32c());
    }

    public static Reference reference(List<byte[]> rows) {
        Reference.Builder builder = new Reference.Builder(SCHEMA, EnumSet.allOf(Form.class));
        builder.add(canonical(rows));
        return builder.build(total(rows));
    }

    /** Rows in a form, as an honest sender of just these rows has them. */
    public static byte[] body(Form form, List<byte[]> rows) {
        return switch (form) {
            case ROW_MESSAGES -> messages(rows);
            case BATCH_MESSAGES ->
                messages(batches(rows).stream()
                        .map(batch -> canonical(batch).toByteArray())
                        .toList());
            case FRAMES -> messages(frames(rows));
            case JSON -> document(Format.JSON, rows);
            case NDJSON -> document(Format.NDJSON, rows);
            case CSV -> document(Format.CSV, rows);
        };
    }

    /** The lengths of the starts of a body with which more rows are usable than with anything shorter. */
    public static List<Integer> usableAt(Form form, List<byte[]> rows) {
        List<Integer> ends = new ArrayList<>();
        switch (form) {
            case ROW_MESSAGES, NDJSON, CSV -> {
                for (int count = 1; count <= rows.size(); count++) {
                    ends.add(body(form, rows.subList(0, count)).length);
                }
            }
            case BATCH_MESSAGES -> {
                for (int count = 1; count <= batches(rows).size(); count++) {
                    ends.add(body(form, rows.subList(0, Math.min(rows.size(), count * ROWS_A_MESSAGE))).length);
                }
            }
            case FRAMES -> {
                List<byte[]> frames = frames(rows);
                for (int count = 2; count < frames.size(); count++) {
                    ends.add(messages(frames.subList(0, count)).length);
                }
            }
            case JSON -> {}
        }
        return ends;
    }

    /** What an honest sender of just these rows says of them behind them. */
    public static Map<String, String> trailers(Form form, List<byte[]> rows) {
        Map<String, String> trailers = new HashMap<>();
        Position total = total(rows);
        switch (form) {
            case ROW_MESSAGES, BATCH_MESSAGES, FRAMES -> trailers.put("grpc-status", "0");
            case JSON, NDJSON, CSV -> {
                byte[] body = body(form, rows);
                int crc = Crc32c.of(body, 0, body.length);
                byte[] bigEndian = {(byte) (crc >>> 24), (byte) (crc >>> 16), (byte) (crc >>> 8), (byte) crc};
                trailers.put("spillway-content-bytes", Integer.toString(body.length));
                trailers.put("repr-digest", "crc32c=:" + Base64.getEncoder().encodeToString(bigEndian) + ":");
            }
        }
        if (form != Form.FRAMES) {
            trailers.put("spillway-rows", Long.toString(total.rows()));
            trailers.put("spillway-bytes", Long.toString(total.bytes()));
            trailers.put("spillway-crc32c", Crc32c.toHex(total.crc32c()));
        }
        return trailers;
    }

    private static List<List<byte[]>> batches(List<byte[]> rows) {
        List<List<byte[]>> batches = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += ROWS_A_MESSAGE) {
            batches.add(rows.subList(from, Math.min(rows.size(), from + ROWS_A_MESSAGE)));
        }
        return batches;
    }

    /** The rest of a gRPC body, from a row on. */
    public static byte[] rest(Form form, List<byte[]> rows, int fromRow) {
        return form == Form.FRAMES ? messages(frames(rows, fromRow)) : body(form, rows.subList(fromRow, rows.size()));
    }

    /** The frames of a native result. */
    public static List<byte[]> frames(List<byte[]> rows) {
        return frames(rows, 0);
    }

    private static List<byte[]> frames(List<byte[]> rows, int fromRow) {
        Position at = total(rows.subList(0, fromRow));
        List<byte[]> frames = new ArrayList<>();
        frames.add(frame(new Frame.Header(
                0, RESULT, new Content.Rows(SCHEMA), at, Replay.NONE, OptionalLong.empty(), Optional.empty())));
        for (List<byte[]> batch : batches(rows.subList(fromRow, rows.size()))) {
            Slice data = canonical(batch);
            Chunk chunk = new Chunk(at.rows(), batch.size(), at.bytes(), data, data.crc32c());
            at = at.after(chunk);
            frames.add(frame(new Frame.Data(frames.size(), chunk, new ResumeToken(RESULT, at, 0).toBytes())));
        }
        frames.add(frame(new Frame.End(frames.size(), at, Duration.ZERO)));
        return frames;
    }

    private static byte[] frame(Frame frame) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(FrameCodec.encodeHead(frame, 0));
        bytes.writeBytes(FrameCodec.tail(frame).toByteArray());
        return bytes.toByteArray();
    }

    /** Messages with their prefixes. */
    public static byte[] messages(List<byte[]> messages) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] message : messages) {
            bytes.write(0);
            for (int shift = 24; shift >= 0; shift -= 8) {
                bytes.write(message.length >>> shift);
            }
            bytes.writeBytes(message);
        }
        return bytes.toByteArray();
    }

    private static byte[] document(Format format, List<byte[]> rows) {
        Out out = new Out();
        Renderer renderer = format.renderer(SCHEMA);
        renderer.head(out);
        renderer.rows(canonical(rows), out);
        renderer.tail(out);
        return out.take().toByteArray();
    }
}
