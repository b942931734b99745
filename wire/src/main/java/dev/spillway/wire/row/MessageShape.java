package dev.spillway.wire.row;

import dev.spillway.wire.Column;
import dev.spillway.wire.Field;
import dev.spillway.wire.Group;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may stand in a message, by protobuf's tags; its entries are in the order of field numbers. */
final class MessageShape {
    static final int UNKNOWN = -1;

    /** In the place of a column: the entry is a group. */
    static final int GROUP = -1;

    private final int[] tags;
    private final int[] columns;
    private final int[] groups;
    private final boolean[] lists;
    private final @Nullable MessageShape[] within;

    private MessageShape(int entries) {
        tags = new int[entries];
        columns = new int[entries];
        groups = new int[entries];
        lists = new boolean[entries];
        within = new MessageShape[entries];
    }

    static MessageShape of(List<Field> fields) {
        MessageShape shape = new MessageShape(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i) instanceof Column column) {
                shape.tags[i] = column.tag();
                shape.columns[i] = column.index();
                shape.lists[i] = column.repeated();
            } else if (fields.get(i) instanceof Group group) {
                shape.tags[i] = group.tag();
                shape.columns[i] = GROUP;
                shape.groups[i] = group.index();
                shape.within[i] = of(group.fields());
            }
        }
        return shape;
    }

    /** The entry of a tag: most often the expected one, or one a little further on, since fields ascend. */
    int find(int tag, int expected) {
        if (expected < tags.length && tags[expected] == tag) {
            return expected;
        }
        for (int i = expected; i < tags.length; i++) {
            if (tags[i] == tag) {
                return i;
            }
        }
        for (int i = 0; i < Math.min(expected, tags.length); i++) {
            if (tags[i] == tag) {
                return i;
            }
        }
        return UNKNOWN;
    }

    int column(int entry) {
        return columns[entry];
    }

    /** Of a group: its index. */
    int group(int entry) {
        return groups[entry];
    }

    boolean isList(int entry) {
        return lists[entry];
    }

    /** Of a group: what may stand in it. */
    MessageShape within(int entry) {
        MessageShape shape = within[entry];
        if (shape == null) {
            throw new IllegalArgumentException("entry " + entry + ": no group");
        }
        return shape;
    }
}
