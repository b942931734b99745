package dev.spillway.wire.codec;

import com.google.protobuf.UnsafeByteOperations;
import dev.spillway.wire.RenderingInfo;
import dev.spillway.wire.RenderingInfo.Place;
import dev.spillway.wire.RenderingInfo.Section;
import dev.spillway.wire.RenderingSpec;
import dev.spillway.wire.RenderingSpec.ByteRange;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.Slice;
import dev.spillway.wire.v1.GetRenderingRequest;
import dev.spillway.wire.v1.Rendering;
import java.util.Optional;

/**
 * What is asked and said about a rendering, as messages of {@code spillway.v1}.
 *
 * <p>Every method that reads a message throws {@link IllegalArgumentException} if the message breaks its specification.
 */
public final class RenderingCodec {
    private RenderingCodec() {}

    public static GetRenderingRequest toMessage(RenderingSpec spec) {
        GetRenderingRequest.Builder message = GetRenderingRequest.newBuilder()
                .setResultId(spec.result().text())
                .setFormat(spec.format())
                .putAllOptions(spec.options())
                .setSha256(spec.sha256());
        spec.find().ifPresent(find -> message.setFindByte(find.first()).setFindLastByte(find.last()));
        return message.build();
    }

    public static RenderingSpec spec(GetRenderingRequest message) {
        if (message.hasFindLastByte() && !message.hasFindByte()) {
            throw new IllegalArgumentException("find_last_byte: without find_byte");
        }
        Optional<ByteRange> find = message.hasFindByte()
                ? Optional.of(new ByteRange(
                        message.getFindByte(),
                        message.hasFindLastByte() ? message.getFindLastByte() : message.getFindByte()))
                : Optional.empty();
        return new RenderingSpec(
                ResultId.parse(message.getResultId()),
                message.getFormat(),
                message.getOptionsMap(),
                find,
                message.getSha256());
    }

    public static Rendering toMessage(RenderingInfo info) {
        Rendering.Builder message = Rendering.newBuilder()
                .setSize(info.size())
                .setCrc32C(info.crc32c())
                .setTotal(DescriptionCodec.toMessage(info.total()));
        info.sha256().ifPresent(sha256 -> message.setSha256(UnsafeByteOperations.unsafeWrap(sha256.asByteBuffer())));
        info.section()
                .ifPresent(section -> message.setPosition(
                                DescriptionCodec.toMessage(section.start().position()))
                        .setPositionByte(section.start().offset())
                        .setEndPosition(DescriptionCodec.toMessage(section.end().position()))
                        .setEndByte(section.end().offset()));
        return message.build();
    }

    public static RenderingInfo info(Rendering message) {
        Optional<Section> section = message.hasPosition()
                ? Optional.of(new Section(
                        new Place(DescriptionCodec.position(message.getPosition()), message.getPositionByte()),
                        new Place(DescriptionCodec.position(message.getEndPosition()), message.getEndByte())))
                : Optional.empty();
        return new RenderingInfo(
                message.getSize(),
                message.getCrc32C(),
                message.getSha256().isEmpty()
                        ? Optional.empty()
                        : Optional.of(Slice.of(message.getSha256().toByteArray())),
                DescriptionCodec.position(message.getTotal()),
                section);
    }
}
