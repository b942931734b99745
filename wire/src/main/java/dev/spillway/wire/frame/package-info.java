/** Frames of a stream: stamped by one class, checked by one class, coded by one class. */
@NullMarked
package dev.spillway.wire.frame;

import org.jspecify.annotations.NullMarked;
