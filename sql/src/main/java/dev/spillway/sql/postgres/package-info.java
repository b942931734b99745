/** SQL on PostgreSQL: rows leave the server as binary COPY and become canonical bytes without Java objects. */
@NullMarked
package dev.spillway.sql.postgres;

import org.jspecify.annotations.NullMarked;
