/** Results on this machine: what runs, how its chunks are handed over, and who is told. No network. */
@NullMarked
package dev.spillway.result;

import org.jspecify.annotations.NullMarked;
