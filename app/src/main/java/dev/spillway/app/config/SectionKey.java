package dev.spillway.app.config;

import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A key of a section: a component of its record.
 *
 * @param shape what holds the values
 * @param type what a value is: a {@link Section}, or the class of a scalar
 */
record SectionKey(String name, Shape shape, Class<?> type, Optional<String> byDefault, Optional<Bounds> bounds) {
    enum Shape {
        ONE,
        /** {@link Optional}: the key may be absent. */
        OPTIONAL,
        LIST,
        /** A {@link java.util.Map} by name. */
        MAP
    }

    static List<SectionKey> of(Class<?> section) {
        return Arrays.stream(section.getRecordComponents()).map(SectionKey::of).toList();
    }

    private static SectionKey of(RecordComponent component) {
        Key key = component.getAnnotation(Key.class);
        Default byDefault = component.getAnnotation(Default.class);
        Type type = component.getGenericType();
        Shape shape = Shape.ONE;
        if (type instanceof ParameterizedType generic) {
            shape = generic.getRawType() == Optional.class
                    ? Shape.OPTIONAL
                    : generic.getRawType() == List.class ? Shape.LIST : Shape.MAP;
            type = generic.getActualTypeArguments()[shape == Shape.MAP ? 1 : 0];
        }
        return new SectionKey(
                key != null ? key.value() : snakeCase(component.getName()),
                shape,
                boxed((Class<?>) type),
                Optional.ofNullable(byDefault).map(Default::value),
                Optional.ofNullable(component.getAnnotation(Bounds.class)));
    }

    private static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    boolean isSection() {
        return Section.class.isAssignableFrom(type);
    }

    /** The keys of a section and of those below it: {@code a.b}, {@code list[].key}, {@code map.NAME.key}. */
    static Map<String, SectionKey> byPath(Class<?> section) {
        Map<String, SectionKey> paths = new LinkedHashMap<>();
        for (SectionKey key : of(section)) {
            String place = switch (key.shape) {
                case ONE, OPTIONAL -> key.name;
                case LIST -> key.isSection() ? key.name + "[]" : key.name;
                case MAP -> key.name + ".NAME";
            };
            if (key.isSection()) {
                byPath(key.type).forEach((path, below) -> paths.put(place + "." + path, below));
            } else {
                paths.put(place, key);
            }
        }
        return paths;
    }
}
