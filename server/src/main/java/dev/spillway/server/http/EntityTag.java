package dev.spillway.server.http;

import dev.spillway.render.Rendition;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The strong entity tag of a result in one format (RFC 9110, section 8.8.3). It is a hash of the result's id, which is a
 * secret: a result never changes, so its name and that of the format say what its bytes are.
 *
 * @param text with its quotes
 */
record EntityTag(String text) {
    /** Of a list: commas within quotes are none. */
    private static final Pattern ELEMENT = Pattern.compile("(?:[^,\"]|\"[^\"]*\"?)+");

    private static final int BYTES = 8;

    static EntityTag of(ResultId result, Rendition rendition) {
        String name = result.text() + '\n' + rendition.format() + '\n' + rendition.options();
        byte[] hash = Sha256.newDigest().digest(name.getBytes(StandardCharsets.UTF_8));
        return new EntityTag('"' + HexFormat.of().formatHex(hash, 0, BYTES) + '"');
    }

    /** Whether {@code If-Match} holds: a weak tag is never the same (RFC 9110, section 13.1.1). */
    boolean isStronglyIn(List<String> header) {
        return elements(header).anyMatch(text::equals);
    }

    /** Whether {@code If-None-Match} does not hold: a weak tag counts too (section 13.1.2). */
    boolean isWeaklyIn(List<String> header) {
        return elements(header).anyMatch(each -> each.equals(text) || each.equals("W/" + text));
    }

    /** Those of a list; if it is {@code *}, this one. */
    private Stream<String> elements(List<String> header) {
        String list = String.join(",", header).strip();
        return list.equals("*")
                ? Stream.of(text)
                : ELEMENT.matcher(list).results().map(each -> each.group().strip());
    }

    /** Whether {@code If-Range} holds (section 13.1.5). A date never does: a result has none. */
    boolean isThatOf(String ifRange) {
        return ifRange.strip().equals(text);
    }
}
