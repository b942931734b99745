package dev.spillway.app.config;

import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads YAML mappings into {@link Section}s: the keys of each, and no other. What is wrong becomes a problem; then the
 * default stands in, or the element is left out, so that the rest can still be checked. One thread.
 */
final class SectionReader {
    private final ScalarTypes scalars;
    private final Problems problems;

    /** @param folder what paths of files that are read are relative to */
    SectionReader(Path folder, Problems problems) {
        this.scalars = new ScalarTypes(folder);
        this.problems = problems;
    }

    /** The section of a mapping, or of nothing; empty if a key without a default has no value. */
    <S extends Section> Optional<S> read(Class<S> section, String path, @Nullable Node node) {
        Map<String, Node> entries = entries(path, node, "keys and their values");
        List<SectionKey> keys = SectionKey.of(section);
        refuseUnknown(keys, path, entries);
        List<Object> values = new ArrayList<>();
        for (SectionKey key : keys) {
            value(key, YamlFile.child(path, key.name()), entries.get(key.name()))
                    .ifPresent(values::add);
        }
        return values.size() == keys.size() ? Optional.of(create(section, values)) : Optional.empty();
    }

    /** The section under one key of a whole, whose other keys are known, but not looked into. */
    <S extends Section> Optional<S> read(
            Class<? extends Section> whole, String key, Class<S> section, @Nullable Node node) {
        Map<String, Node> entries = entries("", node, "keys and their values");
        refuseUnknown(SectionKey.of(whole), "", entries);
        return read(section, key, entries.get(key));
    }

    private void refuseUnknown(List<SectionKey> keys, String path, Map<String, Node> entries) {
        List<String> known = keys.stream().map(SectionKey::name).toList();
        for (String key : entries.keySet()) {
            if (!known.contains(key)) {
                problems.at(YamlFile.child(path, key), "no such key (" + DidYouMean.hint(key, known) + ")");
            }
        }
    }

    private Map<String, Node> entries(String path, @Nullable Node node, String expected) {
        if (node instanceof MappingNode mapping) {
            return YamlFile.entries(mapping, path, problems);
        }
        if (node != null) {
            problems.at(path, shown(node), expected);
        }
        return Map.of();
    }

    private Optional<Object> value(SectionKey key, String path, @Nullable Node node) {
        return switch (key.shape()) {
            case ONE -> one(key, path, node);
            case OPTIONAL -> Optional.of(node == null ? Optional.empty() : one(key, path, node));
            case LIST -> Optional.of(list(key, path, node));
            case MAP -> Optional.of(map(key, path, node));
        };
    }

    private Optional<Object> one(SectionKey key, String path, @Nullable Node node) {
        if (key.isSection()) {
            return read(key.type().asSubclass(Section.class), path, node).map(section -> section);
        }
        Optional<Object> byDefault = key.byDefault().map(text -> scalars.parse(key.type(), text));
        if (node == null && byDefault.isPresent()) {
            return byDefault;
        }
        Optional<Object> value =
                node instanceof ScalarNode scalar ? scalars.parse(key.type(), scalar) : Optional.empty();
        if (value.isEmpty() || !isWithin(key, value.get())) {
            problems.at(path, node == null ? "missing" : shown(key, node), expected(key));
            return byDefault;
        }
        return value;
    }

    private List<Object> list(SectionKey key, String path, @Nullable Node node) {
        List<Object> values = new ArrayList<>();
        if (node instanceof SequenceNode sequence) {
            int index = 0;
            for (Node each : sequence.getValue()) {
                String place = path + "[" + index++ + "]";
                problems.locate(place, YamlFile.line(each));
                one(key, place, each).ifPresent(values::add);
            }
        } else if (node instanceof ScalarNode && !key.isSection()) {
            one(key, path, node).ifPresent(values::add);
        } else if (node != null) {
            problems.at(path, shown(node), "a list");
        }
        return Collections.unmodifiableList(values);
    }

    private Map<String, Object> map(SectionKey key, String path, @Nullable Node node) {
        Map<String, Object> values = new LinkedHashMap<>();
        entries(path, node, "names, each with its keys")
                .forEach((name, each) ->
                        one(key, YamlFile.child(path, name), each).ifPresent(value -> values.put(name, value)));
        return Collections.unmodifiableMap(values);
    }

    private String expected(SectionKey key) {
        String expected = scalars.expected(key.type());
        if (key.bounds().isEmpty()) {
            return expected;
        }
        Bounds bounds = key.bounds().get();
        return expected + ", " + (bounds.max().isEmpty() ? ">= " + bounds.min() : bounds.min() + "…" + bounds.max());
    }

    @SuppressWarnings("unchecked") // a type with bounds is comparable to itself
    private boolean isWithin(SectionKey key, Object value) {
        if (key.bounds().isEmpty()) {
            return true;
        }
        Bounds bounds = key.bounds().get();
        Comparable<Object> comparable = (Comparable<Object>) value;
        return comparable.compareTo(scalars.parse(key.type(), bounds.min())) >= 0
                && (bounds.max().isEmpty() || comparable.compareTo(scalars.parse(key.type(), bounds.max())) <= 0);
    }

    private static String shown(SectionKey key, Node node) {
        return key.type() == Secret.class ? Secret.MASK : shown(node);
    }

    private static String shown(Node node) {
        return node instanceof ScalarNode scalar
                ? scalar.getValue().isEmpty() ? "empty" : scalar.getValue()
                : node instanceof SequenceNode ? "a list" : "keys";
    }

    private static <S extends Section> S create(Class<S> section, List<Object> values) {
        Class<?>[] types = Arrays.stream(section.getRecordComponents())
                .map(each -> each.getType())
                .toArray(Class<?>[]::new);
        try {
            Constructor<S> constructor = section.getDeclaredConstructor(types);
            return constructor.newInstance(values.toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(section.getSimpleName() + ": its constructor failed", e);
        }
    }
}
