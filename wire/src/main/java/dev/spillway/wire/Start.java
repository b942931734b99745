package dev.spillway.wire;

/** Where a read starts. */
public sealed interface Start {
    /** A new result, from its start; or the one that this request id named before. */
    record New(Query query) implements Start {}

    /**
     * The place of a token that an origin sent.
     *
     * @param token the bytes of a {@link ResumeToken}, as they came
     */
    record Token(Slice token) implements Start {}

    /** A row of a known result: so many are skipped. */
    record Row(ResultId result, long row) implements Start {}
}
