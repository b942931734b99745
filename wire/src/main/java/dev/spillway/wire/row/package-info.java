/** Rows as canonical bytes: their schema, how they are written, walked and joined. */
@NullMarked
package dev.spillway.wire.row;

import org.jspecify.annotations.NullMarked;
