package dev.spillway.app.get;

import dev.spillway.wire.ResultId;
import java.util.Optional;

/**
 * What is known of the beginning of a result in a part file.
 *
 * @param checkpoint empty: there is nothing to go on from
 */
record PartState(Asked asked, Optional<Checkpoint> checkpoint) {
    /** The number counts up when the lines change, or what a format looks like. */
    private static final String KIND = "spillway part 1";

    String toText() {
        CheckedText text = asked.addTo(new CheckedText(KIND));
        checkpoint.ifPresent(at -> at.part()
                .addTo(text.with("result", at.result().text())
                        .with("token", at.token())
                        .with("rows", at.rows())));
        return text.end();
    }

    /** @throws IllegalArgumentException the text is damaged, or of another version */
    static PartState of(String text) {
        CheckedText.Values values = CheckedText.read(KIND, text);
        return new PartState(
                Asked.of(values),
                values.has("token")
                        ? Optional.of(new Checkpoint(
                                ResultId.parse(values.one("result")),
                                values.one("token"),
                                Long.parseLong(values.one("rows")),
                                Checksum.of(values)))
                        : Optional.empty());
    }
}
