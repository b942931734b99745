/** When things are due: pure arithmetic of time. */
@NullMarked
package dev.spillway.load.pace;

import org.jspecify.annotations.NullMarked;
