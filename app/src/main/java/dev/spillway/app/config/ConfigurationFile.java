package dev.spillway.app.config;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import dev.spillway.wire.RowSchema;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A configuration file, read and checked as far as it can be without a database.
 *
 * @param rows the row messages that {@code .proto} files define, by stream
 * @param problems what is wrong so far; what stands in {@code configuration} nevertheless can be looked at further
 */
record ConfigurationFile(Configuration configuration, Map<String, RowSchema> rows, Problems problems) {
    /** @throws InvalidConfiguration there is nothing to look at further */
    static ConfigurationFile read(Path file) throws InvalidConfiguration {
        Problems problems = new Problems(file);
        Path folder = folder(file);
        Optional<Node> root = YamlFile.read(file, problems);
        problems.throwIfAny();
        Optional<Configuration> configuration =
                new SectionReader(folder, problems).read(Configuration.class, "", root.orElse(null));
        if (configuration.isEmpty()) {
            problems.throwIfAny();
        }
        Consistency.check(configuration.orElseThrow(), problems);
        return new ConfigurationFile(
                configuration.get(), rows(configuration.get(), new ProtoFiles(folder, problems), problems), problems);
    }

    private static Map<String, RowSchema> rows(Configuration configuration, ProtoFiles protos, Problems problems) {
        Map<String, RowSchema> rows = new LinkedHashMap<>();
        configuration.streams().forEach((name, stream) -> {
            if (stream.row().isPresent() && !stream.protos().isEmpty()) {
                Optional<FileDescriptorSet> files = protos.load(stream.protos());
                try {
                    files.ifPresent(
                            set -> rows.put(name, RowSchema.of(set, stream.row().get())));
                } catch (IllegalArgumentException e) {
                    problems.at("streams." + name + ".row", String.valueOf(e.getMessage()));
                }
            }
        });
        return rows;
    }

    /** What paths of files that are read are relative to. */
    static Path folder(Path file) {
        return file.toAbsolutePath().normalize().resolveSibling("");
    }
}
