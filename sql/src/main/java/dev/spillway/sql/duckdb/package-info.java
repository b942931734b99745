/** SQL on DuckDB: results leave the engine as Arrow batches and become canonical bytes without Java objects. */
@NullMarked
package dev.spillway.sql.duckdb;

import org.jspecify.annotations.NullMarked;
