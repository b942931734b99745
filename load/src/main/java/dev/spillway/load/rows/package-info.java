/** What a body says: rows out of bytes, each compared with the row that belongs there. */
@NullMarked
package dev.spillway.load.rows;

import org.jspecify.annotations.NullMarked;
