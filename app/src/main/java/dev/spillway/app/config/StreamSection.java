package dev.spillway.app.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stream: a query with its parameters.
 *
 * @param database name of the database that the query runs on
 * @param sql one SELECT; {@code :name} stands for the value of a parameter
 * @param protos {@code .proto} files that define the row
 * @param row full name of the message that a row is; where it is not said, one is derived from the columns
 * @param estimate name of the integer parameter that tells how many rows to expect
 */
public record StreamSection(
        String database,
        String sql,
        List<InputFile> protos,
        Optional<String> row,
        Optional<String> estimate,
        Map<String, ParameterSection> parameters)
        implements Section {}
