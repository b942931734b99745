package dev.spillway.app.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The full name of a gRPC method: {@code shop.v1.Orders/ListOrders}. */
public record MethodName(String service, String method) {
    private static final Pattern FORMAT =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z_][A-Za-z0-9_]*)*)/([A-Za-z_][A-Za-z0-9_]*)");

    /** Null if the text is no such name. */
    static @Nullable MethodName parse(String text) {
        Matcher matcher = FORMAT.matcher(text);
        return matcher.matches() ? new MethodName(matcher.group(1), matcher.group(2)) : null;
    }

    @Override
    public String toString() {
        return service + "/" + method;
    }
}
