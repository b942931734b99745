package dev.spillway.app.config;

import dev.spillway.wire.Value;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** What one word in the file means, by the class that it becomes. */
final class ScalarTypes {
    /** Reads a word; null, or an {@link IllegalArgumentException}, if it is none of the type. */
    @FunctionalInterface
    private interface Parser {
        @Nullable
        Object parse(ScalarNode node);
    }

    private record ScalarType(String expected, Parser parser) {}

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
    private static final Pattern ADDRESS = Pattern.compile("([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+]):([0-9]{1,5})");

    private final Map<Class<?>, ScalarType> types = new HashMap<>();

    /** @param folder what paths of files that are read are relative to */
    ScalarTypes(Path folder) {
        add(String.class, "text", node -> is(node, Tag.STR) ? node.getValue() : null);
        add(Secret.class, "text", node -> is(node, Tag.STR) ? new Secret(node.getValue()) : null);
        add(Boolean.class, "true or false", node -> is(node, Tag.BOOL) ? bool(node) : null);
        add(Integer.class, "an integer", node -> is(node, Tag.INT) ? Integer.valueOf(node.getValue()) : null);
        add(DataSize.class, "a size such as 256MiB", node -> DataSize.parse(node.getValue()));
        add(Duration.class, "a duration such as 5s", node -> duration(node.getValue()));
        add(InetSocketAddress.class, "HOST:PORT such as 127.0.0.1:3333", node -> address(node.getValue()));
        add(MethodName.class, "a method such as shop.v1.Orders/ListOrders", node -> MethodName.parse(node.getValue()));
        add(InputFile.class, "a file that can be read, from " + folder, node -> input(folder, node.getValue()));
        add(OutputFile.class, "a path in a folder that exists", node -> output(node.getValue()));
        add(OutputFolder.class, "a folder that exists", node -> outputFolder(node.getValue()));
        add(FolderToMake.class, "a path in a folder that exists", node -> folderToMake(node.getValue()));
        add(Value.class, "true, false, a number or text", ScalarTypes::value);
    }

    private void add(Class<?> type, String expected, Parser parser) {
        types.put(type, new ScalarType(expected, parser));
    }

    private ScalarType type(Class<?> type) {
        return types.computeIfAbsent(type, ScalarTypes::enumeration);
    }

    private static ScalarType enumeration(Class<?> type) {
        Object[] constants = type.getEnumConstants();
        if (constants == null) {
            throw new IllegalArgumentException(type + " (expected: a scalar type or an enum)");
        }
        return new ScalarType(
                Arrays.stream(constants).map(Object::toString).collect(Collectors.joining(", ")),
                node -> Arrays.stream(constants)
                        .filter(each -> each.toString().equals(node.getValue()))
                        .findFirst()
                        .orElse(null));
    }

    /** How a word of that type looks. */
    String expected(Class<?> type) {
        return type(type).expected();
    }

    /** What a word means; empty if it is none of the type. */
    Optional<Object> parse(Class<?> type, ScalarNode node) {
        try {
            return is(node, Tag.NULL)
                    ? Optional.empty()
                    : Optional.ofNullable(type(type).parser.parse(node));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What a word means that stands in the program. */
    Object parse(Class<?> type, String text) {
        return parse(type, YamlFile.scalar(text))
                .orElseThrow(() -> new IllegalArgumentException(text + " (expected: " + expected(type) + ")"));
    }

    private static boolean is(ScalarNode node, Tag tag) {
        return node.getTag().equals(tag);
    }

    private static boolean bool(ScalarNode node) {
        return Boolean.parseBoolean(node.getValue());
    }

    private static @Nullable Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    private static @Nullable InetSocketAddress address(String text) {
        Matcher matcher = ADDRESS.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        InetSocketAddress address = new InetSocketAddress(matcher.group(1), Integer.parseInt(matcher.group(2)));
        return address.isUnresolved() ? null : address;
    }

    private static @Nullable InputFile input(Path folder, String text) {
        Path path = path(folder, text);
        return path != null && Files.isRegularFile(path) && Files.isReadable(path) ? new InputFile(path) : null;
    }

    private static @Nullable OutputFile output(String text) {
        Path path = path(Path.of("").toAbsolutePath(), text);
        return path != null && path.getParent() != null && Files.isDirectory(path.getParent())
                ? new OutputFile(path)
                : null;
    }

    private static @Nullable OutputFolder outputFolder(String text) {
        Path path = path(Path.of("").toAbsolutePath(), text);
        return path != null && Files.isDirectory(path) ? new OutputFolder(path) : null;
    }

    private static @Nullable FolderToMake folderToMake(String text) {
        OutputFile place = output(text);
        return place == null ? null : new FolderToMake(place.path());
    }

    private static @Nullable Path path(Path folder, String text) {
        try {
            return text.isEmpty() ? null : folder.resolve(text).normalize();
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static @Nullable Value value(ScalarNode node) {
        String text = node.getValue();
        if (is(node, Tag.INT)) {
            return new Value.Int64(Long.parseLong(text));
        }
        if (is(node, Tag.FLOAT)) {
            return new Value.Float64(Double.parseDouble(text));
        }
        if (is(node, Tag.BOOL)) {
            return new Value.Bool(bool(node));
        }
        return is(node, Tag.STR) ? new Value.Text(text) : null;
    }
}
