package dev.spillway.sql;

import java.util.ArrayList;
import java.util.List;

/** Reads a statement once, from left to right, as far as it takes to tell parameters from everything else. */
final class SqlLexer {
    /** What stands before the place where the lexer is, comments and spaces left out. */
    private enum Before {
        /** A name, a number, text or a closing bracket. */
        OPERAND,
        SUBSCRIPT,
        OTHER
    }

    private final String sql;
    private final List<String> pieces = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private int at;
    /** What is before this place is in a piece already. */
    private int copied;

    private Before before = Before.OTHER;
    /** Behind the last token that is no comment and no space. */
    private int tokenEnd;

    private boolean empty = true;
    private boolean ended;

    SqlLexer(String sql) {
        this.sql = sql;
    }

    SqlText read() {
        while (at < sql.length()) {
            if (!skipBlank()) {
                token();
                tokenEnd = at;
            }
        }
        pieces.add(sql.substring(copied, at));
        if (empty) {
            problems.add("empty (expected: a query)");
        }
        return new SqlText(pieces, names, problems);
    }

    private boolean skipBlank() {
        char c = sql.charAt(at);
        if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
            at++;
            return true;
        }
        if (sql.startsWith("--", at)) {
            while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
                at++;
            }
            return true;
        }
        if (sql.startsWith("/*", at)) {
            skipBlockComment();
            return true;
        }
        return false;
    }

    private void skipBlockComment() {
        int depth = 0;
        do {
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && at < sql.length());
    }

    private void token() {
        char c = sql.charAt(at);
        if (c == ';') {
            ended = true;
            one(Before.OTHER);
            return;
        }
        empty = false;
        if (ended) {
            problems.add("more than one statement (expected: nothing after ;)");
            ended = false;
        }
        switch (c) {
            case '\'' -> quoted('\'', false);
            case '"' -> quoted('"', false);
            case ':' -> colon();
            case '$' -> dollar();
            case '?' -> {
                problems.add("?: no name (expected: :name for a parameter)");
                one(Before.OPERAND);
            }
            case '[' -> one(tokenEnd == at && before == Before.OPERAND ? Before.SUBSCRIPT : Before.OTHER);
            case ')', ']', '}' -> one(Before.OPERAND);
            default -> wordOrSign(c);
        }
    }

    private void one(Before now) {
        at++;
        before = now;
    }

    private void wordOrSign(char c) {
        if (!isNamePart(c) || c == '$') {
            one(Before.OTHER);
            return;
        }
        int start = at;
        boolean number = isDigit(c);
        while (at < sql.length() && (isNamePart(sql.charAt(at)) || (number && sql.charAt(at) == '.'))) {
            at++;
        }
        String word = sql.substring(start, at);
        if (word.equalsIgnoreCase("E") && sql.startsWith("'", at)) {
            quoted('\'', true);
        } else {
            before = word.equalsIgnoreCase("ARRAY") ? Before.OTHER : Before.OPERAND;
        }
    }

    /** Text or a quoted name: the quote itself stands there twice, or behind a backslash where that escapes. */
    private void quoted(char quote, boolean backslash) {
        at++;
        before = Before.OPERAND;
        while (at < sql.length()) {
            char c = sql.charAt(at++);
            if (backslash && c == '\\') {
                at = Math.min(at + 1, sql.length());
            } else if (c == quote) {
                if (at == sql.length() || sql.charAt(at) != quote) {
                    return;
                }
                at++;
            }
        }
    }

    private void dollar() {
        int end = at + 1;
        while (end < sql.length() && isNamePart(sql.charAt(end)) && sql.charAt(end) != '$') {
            end++;
        }
        boolean quote = end < sql.length() && sql.charAt(end) == '$' && !isDigit(sql.charAt(at + 1));
        if (quote) {
            String tag = sql.substring(at, end + 1);
            int close = sql.indexOf(tag, end + 1);
            end = close < 0 ? sql.length() : close + tag.length();
        } else {
            problems.add(sql.substring(at, end) + ": the database's own parameter (expected: :name)");
        }
        at = end;
        before = Before.OPERAND;
    }

    private void colon() {
        if (sql.startsWith("::", at)) {
            at += 2;
            before = Before.OTHER;
            return;
        }
        boolean databases = before == Before.SUBSCRIPT || (before == Before.OPERAND && tokenEnd == at);
        int end = at + 1;
        while (end < sql.length() && isAsciiNamePart(sql.charAt(end))) {
            end++;
        }
        if (databases || end == at + 1 || isDigit(sql.charAt(at + 1))) {
            one(Before.OTHER);
            return;
        }
        parameter(sql.substring(at + 1, end));
    }

    private void parameter(String name) {
        names.add(name);
        pieces.add(sql.substring(copied, at));
        at += 1 + name.length();
        copied = at;
        before = Before.OPERAND;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isAsciiNamePart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '_';
    }

    private static boolean isNamePart(char c) {
        return isAsciiNamePart(c) || c == '$' || (c >= 0x80 && !Character.isSpaceChar(c));
    }
}
