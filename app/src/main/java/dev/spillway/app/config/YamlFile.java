package dev.spillway.app.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** YAML as a tree whose nodes know their lines. */
final class YamlFile {
    private YamlFile() {}

    /** The root of the one document in a file; empty, without a problem, where there is none. */
    static Optional<Node> read(Path file, Problems problems) {
        LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
        try (InputStream in = Files.newInputStream(file)) {
            List<Node> documents = new ArrayList<>();
            new Compose(settings).composeAllFromInputStream(in).forEach(documents::add);
            if (documents.size() > 1) {
                problems.inLine(line(documents.get(1)), "a second document (expected: one)");
            }
            return documents.stream().findFirst();
        } catch (MarkedYamlEngineException e) {
            Mark mark = e.getProblemMark().or(e::getContextMark).orElse(null);
            problems.inLine(
                    mark == null ? 0 : mark.getLine() + 1,
                    "no YAML: " + e.getProblem() + (mark == null ? "" : ", column " + (mark.getColumn() + 1)));
        } catch (YamlEngineException e) {
            problems.inLine(0, "no YAML: " + e.getMessage());
        } catch (IOException e) {
            problems.inLine(0, "cannot be read: " + (e instanceof NoSuchFileException ? "no such file" : e));
        }
        return Optional.empty();
    }

    /** The node of a text that stands in the program. */
    static ScalarNode scalar(String text) {
        Node node = new Compose(LoadSettings.builder().build())
                .composeString(text)
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' (expected: a scalar)"));
        return (ScalarNode) node;
    }

    /** The values of a mapping by key; keys that are no text, or doubled, become problems. */
    static Map<String, Node> entries(MappingNode mapping, String path, Problems problems) {
        Map<String, Node> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.inLine(line(tuple.getKeyNode()), prefix(path) + "a key that is no text");
                continue;
            }
            problems.locate(child(path, key.getValue()), line(key));
            if (entries.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
                problems.inLine(line(key), child(path, key.getValue()) + ": twice");
            }
        }
        return entries;
    }

    static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }

    static String child(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static String prefix(String path) {
        return path.isEmpty() ? "" : path + ": ";
    }
}
