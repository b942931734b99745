/** The commands that read from an origin. */
@NullMarked
package dev.spillway.app.get;

import org.jspecify.annotations.NullMarked;
