package dev.spillway.app.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stream: a query with its parameters.
 *
 * @param database name of the database that the query runs on
 * @param sql one SELECT; {@code :name} stands for the value of a parameter
 * @param grpc methods that the stream is served by
 * @param protos {@code .proto} files that define the row and the methods
 * @param descriptorSet a file with their descriptors, in place of {@code protos}
 * @param row full name of the message that a row is; where neither it nor a method says so, one is derived from the
 *     columns
 * @param omit paths of fields that are meant to stay unset
 * @param estimate name of the integer parameter that tells how many rows to expect
 * @param replay how a result can be read again
 */
public record StreamSection(
        String database,
        String sql,
        List<MethodName> grpc,
        List<InputFile> protos,
        Optional<InputFile> descriptorSet,
        Optional<String> row,
        List<String> omit,
        Optional<String> estimate,
        @Default("log") StreamReplay replay,
        Map<String, ParameterSection> parameters)
        implements Section {
    /** Whether the row is a message that files define. */
    boolean definesRow() {
        return row.isPresent() || !grpc.isEmpty();
    }
}
