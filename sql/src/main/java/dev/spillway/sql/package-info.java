/** Rows from SQL databases: statements as they are configured, and what is wrong with them. */
@NullMarked
package dev.spillway.sql;

import org.jspecify.annotations.NullMarked;
