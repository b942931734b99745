package dev.spillway.render;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import dev.spillway.wire.Column;
import dev.spillway.wire.row.RowReader;
import java.util.Arrays;
import java.util.List;

/** The name of an enum's value, of several the first one; the number of a value that has none. */
final class EnumName implements CellText.Plain {
    private final int column;
    private final int[] numbers;
    private final Ascii[] names;

    private EnumName(int column, List<EnumValueDescriptor> byNumber, String quote) {
        this.column = column;
        this.numbers =
                byNumber.stream().mapToInt(EnumValueDescriptor::getNumber).toArray();
        this.names = byNumber.stream()
                .map(each -> new Ascii(quote + each.getName() + quote))
                .toArray(Ascii[]::new);
    }

    /** @param quote what stands around a name, but not around a number */
    static EnumName of(Column column, String quote) {
        var type = column.descriptor().getEnumType();
        List<EnumValueDescriptor> byNumber = type.getValues().stream()
                .map(EnumValueDescriptor::getNumber)
                .distinct()
                .sorted()
                .map(type::findValueByNumber)
                .toList();
        return new EnumName(column.index(), byNumber, quote);
    }

    @Override
    public int write(RowReader row, Out out, int at) {
        long number = row.int64(column);
        int index = Arrays.binarySearch(numbers, (int) number);
        return index < 0 ? Decimal.signed(number, out.room(at, Decimal.MAX_LENGTH), at) : names[index].write(out, at);
    }
}
