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

    /**
     * A row of a known result: so many are skipped. Methods of a user's own {@code .proto} are told by two headers; the first
     * one is in their answers too.
     */
    record Row(ResultId result, long row) implements Start {
        public static final String RESULT_ID_HEADER = "spillway-result-id";
        public static final String ROW_HEADER = "spillway-from-row";
    }
}
