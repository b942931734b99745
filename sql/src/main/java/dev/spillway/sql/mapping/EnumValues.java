package dev.spillway.sql.mapping;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The values of an enum field's type, by name and by number. Any thread. */
public final class EnumValues {
    /** In the place of a number: no value has the name. */
    public static final long NONE = Long.MIN_VALUE;

    private static final int SHOWN_NAMES = 10;
    private static final int SHOWN_CHARACTERS = 60;

    private final EnumDescriptor type;
    private final int[] declared;
    /** A hash table: a name is at its hash, or at the next place that was free. */
    private final byte[] @Nullable [] names;

    private final int[] numbers;

    public EnumValues(EnumDescriptor type) {
        this.type = type;
        this.declared = type.getValues().stream()
                .mapToInt(EnumValueDescriptor::getNumber)
                .sorted()
                .toArray();
        int places = Integer.highestOneBit(type.getValues().size()) * 4;
        this.names = new byte[places][];
        this.numbers = new int[places];
        for (EnumValueDescriptor value : type.getValues()) {
            byte[] name = value.getName().getBytes(StandardCharsets.US_ASCII);
            int place = place(ByteBuffer.wrap(name), 0, name.length);
            names[place] = name;
            numbers[place] = value.getNumber();
        }
    }

    /** The number of the value of that name, {@code length} bytes of UTF-8 from {@code from} on; {@link #NONE}. */
    public long number(ByteBuffer source, int from, int length) {
        int place = place(source, from, length);
        return names[place] == null ? NONE : numbers[place];
    }

    /** The number of the value of that name, in UTF-8; {@link #NONE}. */
    public long number(byte[] source, int from, int length) {
        return number(ByteBuffer.wrap(source), from, length);
    }

    /** Whether a value has the number. */
    public boolean has(long number) {
        return number == (int) number && Arrays.binarySearch(declared, (int) number) >= 0;
    }

    /** Why a text is refused. */
    public String refusal(String text) {
        String shown = text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
        return "'" + shown + "' (expected: "
                + list(type.getValues().stream()
                        .map(EnumValueDescriptor::getName)
                        .toList());
    }

    /** Why a number is refused. */
    public String refusal(long number) {
        return number + " (expected: "
                + list(Arrays.stream(declared)
                        .distinct()
                        .mapToObj(Integer::toString)
                        .toList());
    }

    private String list(List<String> all) {
        String few = all.stream().limit(SHOWN_NAMES).collect(Collectors.joining(", "));
        String more = all.size() <= SHOWN_NAMES ? "" : ", … (" + all.size() + " in all)";
        return few + more + " of " + type.getFullName() + ")";
    }

    /** Where the name is, or else where it would go. */
    private int place(ByteBuffer source, int from, int length) {
        int hash = length;
        for (int i = from; i < from + length; i++) {
            hash = hash * 31 + source.get(i);
        }
        int place = (hash ^ (hash >>> 15)) & (names.length - 1);
        while (!isFreeOrHas(place, source, from, length)) {
            place = (place + 1) & (names.length - 1);
        }
        return place;
    }

    private boolean isFreeOrHas(int place, ByteBuffer source, int from, int length) {
        byte[] name = names[place];
        if (name == null) {
            return true;
        }
        if (name.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name[i] != source.get(from + i)) {
                return false;
            }
        }
        return true;
    }
}
