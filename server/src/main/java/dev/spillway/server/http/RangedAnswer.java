package dev.spillway.server.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import dev.spillway.server.net.Outbound;
import dev.spillway.server.net.Outbound.Outcome;
import dev.spillway.server.net.Pump;
import dev.spillway.wire.Caller;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Position;
import dev.spillway.wire.ReadSpec;
import dev.spillway.wire.RenderingInfo;
import dev.spillway.wire.RenderingInfo.Section;
import dev.spillway.wire.RenderingSpec;
import dev.spillway.wire.RenderingSpec.ByteRange;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Results;
import dev.spillway.wire.ResumeToken;
import dev.spillway.wire.Slice;
import dev.spillway.wire.Start;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Sends ranges of a rendering, one after the other: one as it is, several as {@code multipart/byteranges}. */
final class RangedAnswer implements SectionExchange.Way {
    private final Results results;
    private final RenderingSpec spec;
    private final Representation representation;
    private final Caller caller;
    private final Outbound out;
    private final Position total;
    private final Iterator<ByteRange> ranges;
    private final Multipart multipart;
    private final ResponseHeaders headers;
    private boolean headersSent;
    private Slice before = Slice.EMPTY;

    /** What stands between the parts of a body (RFC 9110, section 14.6); nothing, if there is one only. */
    private record Multipart(String contentType, String boundary, long size) {
        static Multipart of(Representation representation, List<ByteRange> ranges, long size) {
            String boundary = HexFormat.of()
                            .toHexDigits(ThreadLocalRandom.current().nextLong())
                    + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
            return new Multipart(
                    representation.rendition().format().mediaType(), ranges.size() == 1 ? "" : boundary, size);
        }

        boolean isOne() {
            return boundary.isEmpty();
        }

        String range(ByteRange range) {
            return "bytes " + range.first() + '-' + range.last() + '/' + size;
        }

        Slice head(ByteRange range) {
            return isOne()
                    ? Slice.EMPTY
                    : ascii("\r\n--" + boundary + "\r\nContent-Type: " + contentType + "\r\nContent-Range: "
                            + range(range) + "\r\n\r\n");
        }

        Slice end() {
            return isOne() ? Slice.EMPTY : ascii("\r\n--" + boundary + "--\r\n");
        }

        private static Slice ascii(String text) {
            return Slice.of(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** @param ranges at least one, within what {@code info} says of the length */
    RangedAnswer(
            Results results,
            RenderingSpec spec,
            RenderingInfo info,
            List<ByteRange> ranges,
            Representation representation,
            Caller caller,
            Outbound out) {
        this.results = results;
        this.spec = spec;
        this.representation = representation;
        this.caller = caller;
        this.out = out;
        this.total = info.total();
        this.ranges = ranges.iterator();
        this.multipart = Multipart.of(representation, ranges, info.size());
        this.headers = headers(info, ranges);
    }

    private ResponseHeaders headers(RenderingInfo info, List<ByteRange> all) {
        ResponseHeadersBuilder builder = representation.headers(HttpStatus.PARTIAL_CONTENT, spec.result(), info);
        long length = multipart.end().length();
        for (ByteRange each : all) {
            length += multipart.head(each).length() + each.length();
        }
        if (multipart.isOne()) {
            builder.set(HttpHeaderNames.CONTENT_RANGE, multipart.range(all.getFirst()));
        } else {
            builder.set(HttpHeaderNames.CONTENT_TYPE, "multipart/byteranges; boundary=" + multipart.boundary());
        }
        return builder.setLong(HttpHeaderNames.CONTENT_LENGTH, length).build();
    }

    /** Sends the next range, on a thread of its own. */
    void start() throws ResultFailure {
        ByteRange range = ranges.next();
        before = multipart.head(range);
        Section section = results.rendering(spec.finding(range), caller)
                .section()
                .orElseThrow(() -> new IllegalStateException("no section for " + range));
        SectionExchange exchange = new SectionExchange(representation.rendition(), section, range, this);
        Pump.start(read(section), exchange, out);
    }

    private FrameReader read(Section section) throws ResultFailure {
        Position from = section.start().position();
        Position to = section.end().position();
        Start start = new Start.Token(new ResumeToken(spec.result(), from, 0).toBytes());
        return results.read(new ReadSpec(start, to.equals(total) ? 0 : to.rows() - from.rows(), 0), caller);
    }

    @Override
    public Outcome write(Slice rendered) throws InterruptedException {
        if (!headersSent) {
            headersSent = true;
            var _ = out.writeHeaders(headers);
        }
        Slice head = before;
        before = Slice.EMPTY;
        return head.isEmpty() ? out.write(rendered) : out.write(head, rendered);
    }

    @Override
    public void done() throws InterruptedException {
        if (ranges.hasNext()) {
            try {
                start();
            } catch (ResultFailure e) {
                failed(e);
            }
        } else if (multipart.isOne() || out.write(multipart.end()) == Outcome.WRITTEN) {
            out.finish(HttpHeaders.of());
        }
    }

    @Override
    public void failed(ResultFailure failure) {
        if (headersSent) {
            out.breakOff();
        } else {
            Problem.of(failure).sendTo(out);
        }
    }
}
