package dev.spillway.result.log;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.spillway.wire.Content;
import dev.spillway.wire.Crc32c;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Position;
import dev.spillway.wire.Query;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultInfo;
import dev.spillway.wire.codec.DescriptionCodec;
import dev.spillway.wire.codec.FrameCodec;
import dev.spillway.wire.v1.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a spool knows of a result beside its chunks.
 *
 * <p>As a file: magic {@code SPWM}, version, then with their lengths the name of the caller, and as messages of {@code
 * spillway.v1} the query, the header and what is true of the result; CRC32C of all that.
 *
 * @param caller who opened the result; its request id is the caller's own
 * @param query what it was opened with
 */
public record Manifest(String caller, Query query, Content content, ResultInfo info) {
    private static final int MAGIC = 0x5350574D;
    private static final int VERSION = 1;

    /** The same result, as it is now. */
    Manifest with(ResultInfo now) {
        return new Manifest(caller, query, content, now);
    }

    ByteBuffer toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        Frame.Header header = new Frame.Header(
                0, info.id(), content, Position.START, info.replay(), info.estimatedRows(), Optional.empty());
        try {
            out.writeFixed32NoTag(MAGIC);
            out.writeFixed32NoTag(VERSION);
            out.writeStringNoTag(caller);
            out.writeMessageNoTag(DescriptionCodec.toMessage(query));
            out.writeByteArrayNoTag(FrameCodec.encodeHead(header, 0));
            out.writeMessageNoTag(DescriptionCodec.toMessage(info));
            out.flush();
            out.writeFixed32NoTag(Crc32c.of(bytes.toByteArray(), 0, bytes.size()));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    /** Null if this is no whole manifest, or one of a version that this program does not know. */
    static @Nullable Manifest read(byte[] file) {
        CodedInputStream in = CodedInputStream.newInstance(file);
        try {
            if (in.readFixed32() != MAGIC || in.readFixed32() != VERSION) {
                return null;
            }
            String caller = in.readStringRequireUtf8();
            ByteString query = in.readBytes();
            ByteString header = in.readBytes();
            ByteString result = in.readBytes();
            int crc = Crc32c.of(file, 0, in.getTotalBytesRead());
            if (in.readFixed32() != crc || !in.isAtEnd()) {
                return null;
            }
            Frame first = FrameCodec.decode(dev.spillway.wire.v1.Frame.parseFrom(header));
            return first instanceof Frame.Header of
                    ? new Manifest(
                            caller,
                            DescriptionCodec.query(dev.spillway.wire.v1.Query.parseFrom(query)),
                            of.content(),
                            DescriptionCodec.result(Result.parseFrom(result)))
                    : null;
        } catch (IOException | IllegalArgumentException | ResultFailure e) {
            return null;
        }
    }
}
