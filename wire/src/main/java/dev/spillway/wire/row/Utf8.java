package dev.spillway.wire.row;

/** What Java's own UTF-8 coder does not say. */
final class Utf8 {
    private Utf8() {}

    /** Whether the text holds half of a surrogate pair, which has no UTF-8 form. */
    static boolean hasLoneSurrogate(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c) || i + 1 == length || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}
