package dev.spillway.app.config;

import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * What a gateway with a process of its own reads of a configuration file: its section {@code gateway}. What an origin has
 * beside it is not looked into, and streams are known to origins only.
 */
public final class GatewayFile {
    private GatewayFile() {}

    /**
     * The section of a file.
     *
     * @throws InvalidConfiguration with everything that is wrong
     */
    public static GatewaySection read(Path file) throws InvalidConfiguration {
        Problems problems = new Problems(file);
        Optional<Node> root = YamlFile.read(file, problems);
        problems.throwIfAny();
        Optional<GatewaySection> gateway = new SectionReader(ConfigurationFile.folder(file), problems)
                .read(Configuration.class, "gateway", GatewaySection.class, root.orElse(null));
        gateway.ifPresent(each -> Consistency.checkGateway(each, problems));
        problems.throwIfAny();
        return gateway.orElseThrow();
    }

    /** The section of a file that says nothing. */
    public static GatewaySection defaults() {
        Path nowhere = Path.of("");
        return new SectionReader(nowhere, new Problems(nowhere))
                .read(GatewaySection.class, "gateway", null)
                .orElseThrow();
    }
}
