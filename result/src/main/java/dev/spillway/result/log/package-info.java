/** The result log: chunks of results in memory and in segment files, in a folder that one process owns. */
@NullMarked
package dev.spillway.result.log;

import org.jspecify.annotations.NullMarked;
