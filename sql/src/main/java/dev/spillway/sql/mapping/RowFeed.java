package dev.spillway.sql.mapping;

import com.google.protobuf.Descriptors.OneofDescriptor;
import dev.spillway.wire.Column;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.row.RowWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes the rows of a result, all of them in order; NULL is dealt with here and nowhere else. One thread. */
public final class RowFeed {
    private final FieldFeed[] fields;
    /** Those that were written. */
    private long rows;

    private <T extends ColumnType> RowFeed(
            List<MappedField<T>> fields, Function<MappedColumn<T>, ? extends ColumnFeed> feeds) {
        this.fields = of(fields, feeds);
    }

    /**
     * The rows of a query.
     *
     * @param feeds asked once for each column, in the order of the fields
     */
    public static <T extends ColumnType> RowFeed of(
            CheckedQuery<T> query, Function<MappedColumn<T>, ? extends ColumnFeed> feeds) {
        return new RowFeed(query.fields(), feeds);
    }

    private <T extends ColumnType> FieldFeed[] of(
            List<MappedField<T>> fields, Function<MappedColumn<T>, ? extends ColumnFeed> feeds) {
        Map<OneofDescriptor, Oneof> oneofs = new HashMap<>();
        FieldFeed[] all = new FieldFeed[fields.size()];
        for (int i = 0; i < all.length; i++) {
            MappedField<T> field = fields.get(i);
            FieldFeed feed = switch (field) {
                case MappedGroup<T> group -> new OfMessage(group.field().number(), of(group.fields(), feeds));
                case MappedColumn<T> column -> of(column.field(), feeds.apply(column));
            };
            OneofDescriptor oneof = field.field().descriptor().getRealContainingOneof();
            all[i] = oneof == null
                    ? feed
                    : new OfMember(feed, field.field().name(), oneofs.computeIfAbsent(oneof, Oneof::new));
        }
        return all;
    }

    private FieldFeed of(Column field, ColumnFeed column) {
        return field.repeated() ? new OfList(field.name(), column) : new OfValue(field.number(), column);
    }

    /**
     * Writes the next row and ends it.
     *
     * @param row in the batch, from 0
     */
    public void write(int row, RowWriter out) throws ResultFailure {
        for (FieldFeed field : fields) {
            field.write(row, out);
        }
        out.endRow();
        rows++;
    }

    private ResultFailure refused(String what) {
        return new ResultFailure(Reason.SOURCE_FAILED, "row " + rows + ", " + what);
    }

    private sealed interface FieldFeed {
        boolean isNull(int row);

        void write(int row, RowWriter out) throws ResultFailure;
    }

    private record OfValue(int field, ColumnFeed column) implements FieldFeed {
        @Override
        public boolean isNull(int row) {
            return column.isNull(row);
        }

        @Override
        public void write(int row, RowWriter out) throws ResultFailure {
            if (column.isNull(row)) {
                out.nil(field);
            } else {
                column.write(row, out);
            }
        }
    }

    private final class OfList implements FieldFeed {
        private final String name;
        private final ColumnFeed column;

        OfList(String name, ColumnFeed column) {
            this.name = name;
            this.column = column;
        }

        @Override
        public boolean isNull(int row) {
            return column.isNull(row);
        }

        @Override
        public void write(int row, RowWriter out) throws ResultFailure {
            if (column.isNull(row)) {
                throw refused("column " + name + ": NULL (expected: a list; coalesce makes it an empty one)");
            }
            column.write(row, out);
        }
    }

    /** A message of which nothing is there if all in it is NULL. */
    private static final class OfMessage implements FieldFeed {
        private final int field;
        private final FieldFeed[] within;

        OfMessage(int field, FieldFeed[] within) {
            this.field = field;
            this.within = within;
        }

        @Override
        public boolean isNull(int row) {
            for (FieldFeed each : within) {
                if (!each.isNull(row)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void write(int row, RowWriter out) throws ResultFailure {
            if (isNull(row)) {
                out.nil(field);
                return;
            }
            out.startMessage(field);
            for (FieldFeed each : within) {
                each.write(row, out);
            }
            out.endMessage();
        }
    }

    /** A field of a oneof: the only one of them that is not NULL. */
    private final class OfMember implements FieldFeed {
        private final FieldFeed field;
        private final String name;
        private final Oneof oneof;

        OfMember(FieldFeed field, String name, Oneof oneof) {
            this.field = field;
            this.name = name;
            this.oneof = oneof;
        }

        @Override
        public boolean isNull(int row) {
            return field.isNull(row);
        }

        @Override
        public void write(int row, RowWriter out) throws ResultFailure {
            if (!field.isNull(row)) {
                if (oneof.row == rows) {
                    throw refused("columns " + oneof.member + " and " + name
                            + ": both have a value (expected: at most one in oneof " + oneof.type.getName() + ")");
                }
                oneof.row = rows;
                oneof.member = name;
            }
            field.write(row, out);
        }
    }

    /** Which member has a value, and in which row. */
    private static final class Oneof {
        final OneofDescriptor type;
        long row = -1;

        @Nullable
        String member;

        Oneof(OneofDescriptor type) {
            this.type = type;
        }
    }
}
