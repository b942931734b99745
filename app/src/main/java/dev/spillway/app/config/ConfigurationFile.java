package dev.spillway.app.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A configuration file, read and checked as far as it can be without a database.
 *
 * @param bindings what files define of the rows and methods of streams, by stream
 * @param problems what is wrong so far; what stands in {@code configuration} nevertheless can be looked at further
 */
record ConfigurationFile(Configuration configuration, Map<String, RowBinding> bindings, Problems problems) {
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
                configuration.get(),
                bindings(configuration.get(), new ProtoFiles(folder, problems), problems),
                problems);
    }

    private static Map<String, RowBinding> bindings(Configuration configuration, ProtoFiles files, Problems problems) {
        Map<String, RowBinding> bindings = new LinkedHashMap<>();
        configuration.streams().forEach((name, stream) -> {
            if (stream.definesRow()) {
                protos(name, stream, files)
                        .flatMap(protos -> MethodBinding.bind(name, stream, protos, problems))
                        .ifPresent(binding -> bindings.put(name, binding));
            }
        });
        return bindings;
    }

    private static Optional<Protos> protos(String name, StreamSection stream, ProtoFiles files) {
        if (!stream.protos().isEmpty()) {
            return files.load(stream.protos());
        }
        return stream.descriptorSet()
                .flatMap(file -> files.loadDescriptorSet(file, "streams." + name + ".descriptor_set"));
    }

    /** What paths of files that are read are relative to. */
    static Path folder(Path file) {
        return file.toAbsolutePath().normalize().resolveSibling("");
    }
}
