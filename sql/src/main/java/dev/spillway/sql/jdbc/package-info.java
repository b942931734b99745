/**
 * SQL on any database that has a JDBC driver: connections of one database, runs of a query that are given up from any
 * thread, and rows read through the getters of JDBC.
 */
@NullMarked
package dev.spillway.sql.jdbc;

import org.jspecify.annotations.NullMarked;
