/** Where the bytes of a result in one format lie in it. */
@NullMarked
package dev.spillway.result.rendering;

import org.jspecify.annotations.NullMarked;
