/** Other processes of this machine. */
@NullMarked
package dev.spillway.app.process;

import org.jspecify.annotations.NullMarked;
