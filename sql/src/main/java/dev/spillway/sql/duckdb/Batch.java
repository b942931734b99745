package dev.spillway.sql.duckdb;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.jspecify.annotations.Nullable;

/** Rows of a result as the engine hands them over, valid until the next batch. */
record Batch(VectorSchemaRoot vectors, DictionaryProvider dictionaries) {
    int rows() {
        return vectors.getRowCount();
    }

    /** A column, by its place in the statement. */
    FieldVector column(int index) {
        return vectors.getVector(index);
    }

    /** The texts that the values of a column stand for; null if they stand for themselves. */
    @Nullable
    FieldVector dictionary(FieldVector column) {
        DictionaryEncoding encoding = column.getField().getDictionary();
        if (encoding == null) {
            return null;
        }
        Dictionary dictionary = dictionaries.lookup(encoding.getId());
        return dictionary == null ? null : dictionary.getVector();
    }
}
