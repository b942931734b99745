/**
 * Which column feeds which field of a row, whatever the database.
 *
 * <p>A database comes with a {@link dev.spillway.sql.mapping.Dialect} that describes a statement's columns, each with a
 * {@link dev.spillway.sql.mapping.ColumnType} of its own. {@link dev.spillway.sql.mapping.QueryCheck} makes that a {@link
 * dev.spillway.sql.mapping.CheckedQuery}, and {@link dev.spillway.sql.mapping.RowFeed} writes its rows from the database's
 * {@link dev.spillway.sql.mapping.ColumnFeed}s.
 */
@NullMarked
package dev.spillway.sql.mapping;

import org.jspecify.annotations.NullMarked;
