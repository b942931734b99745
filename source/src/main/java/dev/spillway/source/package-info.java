/** The contract of a source, the streams that sources stand behind, and rows from Java code. */
@NullMarked
package dev.spillway.source;

import org.jspecify.annotations.NullMarked;
