/** How this process was started. */
@NullMarked
package dev.spillway.app.launch;

import org.jspecify.annotations.NullMarked;
