package dev.spillway.sql.mapping;

import dev.spillway.wire.ColumnKind;
import java.util.List;

/** A type of a database that has an encoding; docs/types.md says which have. */
public interface ColumnType {
    /**
     * The kinds of field that hold every value of the type as it is, or of a list every value in it; the first is the one
     * of a derived row. {@link ColumnKind#ENUM} is never the first: it takes what happens to be a value of its enum.
     */
    List<ColumnKind> kinds();

    /** Whether a value is a list of values, for a repeated field. */
    boolean isList();
}
