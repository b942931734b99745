package dev.spillway.sql.postgres;

import dev.spillway.source.Arguments;
import dev.spillway.sql.Binding;
import dev.spillway.sql.SqlText;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.ParameterType;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A query as COPY runs it. COPY takes no bound parameters: an argument is bound as the value of a setting that ends with
 * the transaction, {@code spillway.NAME}, and the query reads that. No argument ever becomes a part of the text.
 */
record CopyQuery(String sql, List<String> names) {
    static CopyQuery of(SqlText text, List<Parameter> parameters) {
        Map<String, ParameterType> types = new HashMap<>();
        parameters.forEach(each -> types.put(each.name(), each.type()));
        String sql = text.statement(name -> setting(name, types.get(name))).strip();
        while (sql.endsWith(";")) {
            sql = sql.substring(0, sql.length() - 1).stripTrailing();
        }
        return new CopyQuery(sql, text.names().stream().distinct().toList());
    }

    private static String setting(String name, @Nullable ParameterType type) {
        return "(current_setting('spillway." + key(name) + "')::" + sqlType(type) + ")";
    }

    /** Settings are the same whatever the case; parameters are not: a capital has {@code _} before it, and so has {@code _}. */
    private static String key(String name) {
        return name.replaceAll("[A-Z_]", "_$0").toLowerCase(Locale.ROOT);
    }

    private static String sqlType(@Nullable ParameterType type) {
        return switch (type) {
            case BOOL -> "boolean";
            case INT32 -> "integer";
            case INT64 -> "bigint";
            case DOUBLE -> "double precision";
            case DATE -> "date";
            case TIMESTAMP -> "timestamptz";
            case STRING -> "text";
            case null -> "text";
        };
    }

    /** The statement that sends the rows. */
    String statement() {
        return "COPY (" + sql + "\n) TO STDOUT (FORMAT binary)";
    }

    /** Begins the transaction that the rows are read in, with its settings and the arguments. */
    void begin(Connection connection, Arguments arguments, Duration timeout) throws SQLException, ResultFailure {
        StringBuilder select = new StringBuilder(
                "SELECT set_config('TimeZone', 'UTC', true), set_config('statement_timeout', ?, true)");
        for (String name : names) {
            select.append(", set_config('spillway.").append(key(name)).append("', ?, true)");
        }
        try (PreparedStatement settings = connection.prepareStatement(select.toString())) {
            settings.setString(1, timeout.toMillis() + "ms");
            for (int i = 0; i < names.size(); i++) {
                settings.setString(i + 2, text(names.get(i), arguments.value(names.get(i))));
            }
            settings.executeQuery().close();
        }
    }

    private static String text(String name, Object value) throws ResultFailure {
        Binding.requireRange(name, value);
        String text = value.toString();
        if (text.indexOf('\0') >= 0) {
            throw new ResultFailure(
                    Reason.INVALID_PARAMETER, name + ": a NUL character (expected: text that PostgreSQL can hold)");
        }
        return text.startsWith("+") && !(value instanceof String) ? text.substring(1) : text;
    }
}
