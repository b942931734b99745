package dev.spillway.sql.mapping;

import dev.spillway.wire.ColumnKind;
import java.util.List;

/** A type of a database that has an encoding; docs/types.md says which have. */
public interface ColumnType {
    /** The kinds of field that hold every value of the type as it is; the first is the one of a derived row. */
    List<ColumnKind> kinds();
}
