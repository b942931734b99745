/** Comparisons with what an engineer would write by hand, side by side in the same run. */
@NullMarked
package dev.spillway.benchmarks;

import org.jspecify.annotations.NullMarked;
