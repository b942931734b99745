/** Canonical bytes to text. Pure: no threads, no files, no network, no clock. */
@NullMarked
package dev.spillway.render;

import org.jspecify.annotations.NullMarked;
