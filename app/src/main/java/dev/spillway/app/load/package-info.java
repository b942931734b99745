/** The command that compares ways of carrying a result. */
@NullMarked
package dev.spillway.app.load;

import org.jspecify.annotations.NullMarked;
