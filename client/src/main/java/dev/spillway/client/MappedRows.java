package dev.spillway.client;

import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Slice;
import dev.spillway.wire.row.MalformedRow;
import dev.spillway.wire.row.RowReader;

/** Rows by a mapper that reads their columns in place. */
final class MappedRows<T> implements RowDecoder<T> {
    private final RowReader reader;
    private final Row row;
    private final RowMapper<T> mapper;

    MappedRows(RowSchema schema, RowMapper<T> mapper) {
        this.reader = new RowReader(schema);
        this.row = new Row(new Columns(schema), reader);
        this.mapper = mapper;
    }

    @Override
    public void reset(Slice wholeRows) {
        reader.reset(wholeRows);
    }

    @Override
    public boolean next() throws ResultFailure {
        try {
            return reader.next();
        } catch (MalformedRow e) {
            throw new ResultFailure(Reason.DATA_LOSS, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public T row() {
        return mapper.map(row);
    }
}
